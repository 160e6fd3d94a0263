"""DBOS as the fleet's clock: queues of ids, delays, and which worker is at what; nothing that the ledger does not know.

Its defaults are not safe here. It would read pickles that somebody wrote into its tables, and so run their code beside
the keys; processes would share a name, and take over each other's work; another version would leave work behind.
"""

from __future__ import annotations

import logging
import os
import pickle
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from storyboard.fleet import FleetError
from storyboard.ledger.records import HostPlace
from storyboard.system.extras import lacking
from storyboard.system.hashing import sha256

_ARGUMENTS = 1  # the version of those of its workflows: all workers of a name that know these share their work
SCHEMA = "dbos"
_FILE = "fleet.db"
_DENIED = "42501"  # how PostgreSQL says that a user may not
_POOL = 3  # connections, beside that of the ledger
_OPEN = ("PENDING", "ENQUEUED", "DELAYED")
STALE = 1200  # seconds after which work that is not done is nobody's: DBOS may have given it to who never heard of it
_LITTER = 1000  # old workflows that are removed at once
_CLOSING = 7  # seconds that a send in progress gets to be written down


class Appointment(msgspec.Struct, frozen=True):
    """A workflow that is not over: the attempts that it is about, its queue, and the executor that is at it, if any."""

    id: str
    attempts: tuple[str, ...]
    queue: str
    executor: str


class Engine:
    """One DBOS in this process. `send` and `bring` do the work; what they take and give are ids and seconds."""

    def __init__(
        self, address: Path | str, owner: str, books: str, place: HostPlace, *,
        send: Callable[[Sequence[str]], list[tuple[str, float]]], bring: Callable[[str, int], float | None],
        say: Callable[[str], None], jobs: int, pause: float = 1.0,
    ) -> None:  # fmt: skip
        """`address` is the ledger's, `owner` our name in it, `books` its id; `pause` lies between two looks at a queue.

        Raises FleetError.
        """
        if find_spec("dbos") is None:
            raise FleetError(lacking("fleet", "`storyc fleet run` needs"))
        for name in [name for name in os.environ if name.startswith("DBOS_")]:
            del os.environ[name]  # each of them would overrule what is said here
        self._api: Any = import_module("dbos")
        _refuse_pickles()
        self.errors: tuple[type[Exception], ...] = (
            import_module("sqlalchemy.exc").SQLAlchemyError, self._api.error.DBOSException,
        )  # fmt: skip
        self.name = f"storyc-{books}-{sha256(f'{place.name} {place.rehearsal}'.encode())[:8]}"
        self.version = f"{self.name}-{_ARGUMENTS}"  # which no other application may have in the same tables
        self.owner, self.shared = owner, f"{self.name}-send"
        self._address, self._send, self._bring, self._say = address, send, bring, say
        self._jobs, self._pause = jobs, pause
        self._begun = False
        self._connections: Any = None

    def launch(self) -> None:
        """Begin, with tables that are made where there are none. Raises one of `errors`, and FleetError."""
        self.close(0)
        self._begun = True
        # It would write to stderr by itself, in its own voice, whatever an error of its driver quotes.
        logger = logging.getLogger("dbos")
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        logger.propagate = False
        dbos = self._api.DBOS
        dbos(
            config={
                "name": self.name,
                **self._database(),
                "dbos_system_schema": SCHEMA,
                "sys_db_pool_size": _POOL,
                "serializer": self._api.DBOSPortableJSONSerializer(),
                "executor_id": self.owner,
                "application_version": self.version,
                "use_listen_notify": False,
                "enable_otlp": False,
                "notification_listener_polling_interval_sec": 1.0,
                "scheduler_polling_interval_sec": 3600.0,
            }
        )
        self._register(dbos)
        dbos.listen_queues([self.owner, self.shared])
        try:
            dbos.launch()
        except self.errors as error:
            if getattr(getattr(error, "orig", None), "sqlstate", "") != _DENIED:
                raise
            raise FleetError(
                f"the user of a worker needs its own schema `{SCHEMA}` beside the ledger: have the database's owner "
                f"run `GRANT CREATE ON DATABASE …`, or `DROP SCHEMA {SCHEMA} CASCADE` where another user made it"
            ) from error
        self.listen()

    def listen(self) -> None:
        """Have our queues be there: DBOS works off none that is gone, and tells nobody. Raises one of `errors`."""
        dbos = self._api.DBOS
        known = {queue.name for queue in dbos.list_queues(application_name=self.name)}
        # Who has sent a clip brings it, and nobody else may while he lives.
        for queue, together in ((self.owner, self._jobs), (self.shared, 1)):
            if queue not in known:
                dbos.register_queue(queue, worker_concurrency=together, polling_interval_sec=self._pause)

    def close(self, patience: int = _CLOSING) -> None:
        """End, once what is in progress is written down or these seconds are over."""
        if self._begun:
            self._begun = False
            self._api.DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)
        if self._connections is not None:
            self._connections.dispose()

    def _database(self) -> dict[str, Any]:
        if isinstance(self._address, Path):
            return {"system_database_url": f"sqlite:///{self._address.absolute() / _FILE}"}
        from storyboard.ledger.postgres.address import driver, read

        # By the way that the ledger has checked, on which no password lies in an address that could be logged.
        server, psycopg = read(self._address), driver()
        parameters = server.parameters | {"application_name": "storyc fleet"}
        create: Any = import_module("sqlalchemy").create_engine
        self._connections = create(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(**parameters), pool_size=_POOL, max_overflow=0,
            pool_pre_ping=True,
        )  # fmt: skip
        return {"system_database_engine": self._connections}

    def _register(self, dbos: Any) -> None:
        def send(ids: list[str]) -> None:
            for id, seconds in dbos.run_step({"name": "send"}, self._told(self._send), ids):
                self.bring(id, id, 1, seconds)

        def bring(id: str, chain: str, number: int) -> None:
            seconds = dbos.run_step({"name": "bring"}, self._told(self._bring), id, number)
            if seconds is not None:
                self.bring(id, chain, number + 1, seconds)

        dbos.workflow(name="send")(send)
        dbos.workflow(name="bring")(bring)

    def _told(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """A piece of work that says by what exception it ends: DBOS would write it down, and nobody reads that."""

        def doing(*given: Any) -> Any:
            try:
                return work(*given)
            except Exception as error:
                self._say(f"error: {type(error).__name__}: {error}; it is tried again")
                raise

        return doing

    def send(self, ids: Sequence[str], turn: str) -> None:
        """Have some worker send these attempts; of one turn only once."""
        self._enqueue("send", self.shared, f"{turn}:{sha256(' '.join(ids).encode())[:32]}", list(ids))

    def bring(self, id: str, chain: str, number: int, seconds: float = 0.0) -> None:
        """Have this worker ask for the clip of an attempt after some seconds: the question of a number in its chain."""
        self._enqueue("bring", self.owner, f"{self.owner}:{chain}.{number}", id, chain, number, seconds=seconds)

    def _enqueue(self, workflow: str, queue: str, id: str, *words: object, seconds: float = 0.0) -> None:
        options = {"workflow_name": workflow, "queue_name": queue, "workflow_id": id, "app_version": self.version}
        self._api.DBOS.enqueue_workflow_with_options(options | ({"delay_seconds": seconds} if seconds else {}), *words)

    def open(self) -> list[Appointment]:
        """What is not over of this fleet's work and may still be done. Raises one of `errors`."""
        try:
            rows = self._api.DBOS.list_workflows(
                status=list(_OPEN), name=["send", "bring"], app_version=self.version, application_name=self.name,
                start_time=(datetime.now(UTC) - timedelta(seconds=STALE)).isoformat(), load_output=False,
            )  # fmt: skip
        except (ValueError, TypeError, KeyError) as error:
            where = f"`{_FILE}`" if isinstance(self._address, Path) else f"its schema `{SCHEMA}`"
            raise self._api.error.DBOSException(
                f"a row of it cannot be read ({error}); drop {where}, which holds nothing that the ledger lacks"
            ) from error
        return [
            Appointment(row.workflow_id, _ids(row.input), row.queue_name or "", row.executor_id or "") for row in rows
        ]

    def drop(self, appointments: Sequence[Appointment]) -> None:
        """Forget appointments, as those of the dead."""
        if appointments:
            self._api.DBOS.cancel_workflows([appointment.id for appointment in appointments])

    def tidy(self, before: str, alive: Callable[[str], bool]) -> None:
        """Forget what was begun before a moment, and the queues of workers that are not alive."""
        for queue in self._api.DBOS.list_queues(application_name=self.name):
            if queue.name != self.shared and not alive(queue.name):
                self._api.DBOS.delete_queue(queue.name)
        rows = self._api.DBOS.list_workflows(
            application_name=self.name, end_time=before, limit=_LITTER, load_input=False, load_output=False,
        )  # fmt: skip
        if rows:
            self._api.DBOS.delete_workflows([row.workflow_id for row in rows])


def _ids(given: Any) -> tuple[str, ...]:
    """The attempts that a workflow is about, none where its arguments are none of ours."""
    try:
        [first, *_] = given["args"]
        return (first,) if isinstance(first, str) else tuple(map(str, first))
    except (KeyError, TypeError, ValueError):
        return ()


class _NoPickle:
    """What stands for the module `pickle` in DBOS: both of its functions raise FleetError."""

    @staticmethod
    def loads(data: bytes) -> Any:
        """Raise FleetError, whatever the bytes are."""
        raise FleetError("a row of DBOS holds a pickle, which could run code, and is not read")

    @staticmethod
    def dumps(value: object) -> bytes:
        """Raise FleetError, whatever the value is."""
        raise FleetError("nothing is written into DBOS as a pickle")


def _refuse_pickles() -> None:
    """Have DBOS read no pickle: a row says of itself how it is to be read, whatever serializer was named.

    Raises FleetError where it would read one all the same, or where that cannot be known.
    """
    text = b64encode(pickle.dumps("read")).decode()
    try:
        module: Any = import_module("dbos._serialization")
        module.pickle = _NoPickle
        module.deserialize_value(text, "py_pickle", import_module("dbos").DBOSPortableJSONSerializer())
    except FleetError:
        return
    except (ImportError, AttributeError, TypeError) as error:
        raise FleetError(f"this version of DBOS is not known to be safe: {error}") from error
    raise FleetError("this version of DBOS reads pickles: install the one of the extra `fleet`")
