"""What a ledger asks of the database that it is kept in, whichever that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from storyboard.ledger.caps import BookCaps
from storyboard.ledger.records import LedgerTrouble
from storyboard.ledger.statements import Statements


class ResultRows(Protocol):
    """What a statement has come to."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        ...

    @property
    def description(self) -> Any:
        """The columns, the name of each first."""
        ...

    def fetchone(self) -> Any:
        """The next row, None where there is none."""
        ...

    def fetchall(self) -> list[Any]:
        """All other rows."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Session(Protocol):
    """A connection: statements run one by one, outside of a transaction each by itself."""

    def execute(self, statement: str, values: Mapping[str, Any] = ..., /) -> ResultRows:
        """Run a statement of the table with its values by their names."""
        ...

    def rollback(self) -> None:
        """End the transaction, with nothing changed."""
        ...


class RowChange(NamedTuple):
    """A statement that changes rows, its values, and how many rows it has to change: 0 for any number."""

    statement: str
    values: Mapping[str, Any]
    rows: int = 0


class Unmoved(LedgerTrouble):
    """A statement that had to change rows has not changed them all, and with it nothing else of its transaction."""


class Database(Protocol):
    """One connection, which the threads of a process share one after the other, and the owner who lives as long.

    `name` is how messages call the ledger, and `owner` is empty where the books are only read. `faulty` are the errors
    that a row which cannot be read is told by. What goes wrong is LedgerTrouble, and so is a value of a row that is not
    what it should be.
    """

    name: str
    owner: str
    sql: Statements
    faulty: tuple[type[Exception], ...]

    def reading(self) -> AbstractContextManager[Session]:
        """The connection, for questions."""
        ...

    def changing(self) -> AbstractContextManager[Session]:
        """The connection in a transaction, which is durable once the block is over, or else has changed nothing."""
        ...

    def later(self, change: RowChange) -> None:
        """Change rows before the transaction ends, and before anything else is asked in it.

        Where it finds other rows to change than it has to, the transaction raises Unmoved and changes nothing.
        """
        ...

    def write(self, *changes: RowChange) -> None:
        """Change rows in a transaction of these changes alone, which is durable then.

        Each changes other rows than the others do, and none rests on what another one has changed. Raises Unmoved where
        one finds other rows than it has to, and nothing is changed.
        """
        ...

    def snapshot(self, *questions: tuple[str, Mapping[str, Any]]) -> AbstractContextManager[Sequence[ResultRows]]:
        """What questions come to, of one moment, as are those that are asked until the block ends.

        They may be asked all at once. A transaction that is open already is the moment.
        """
        ...

    def lenient(self) -> AbstractContextManager[None]:
        """Have texts that cannot be read come as bytes meanwhile, so that the others of a row can be."""
        ...

    def is_damage(self, error: Exception) -> bool:
        """Whether an error says that the database does not hold what it was given."""
        ...

    def damage(self) -> list[str]:
        """What the database itself finds wrong with what it holds, a phrase each."""
        ...

    def limits(self) -> BookCaps | None:
        """The caps that it keeps, None where it is no place for any."""
        ...

    def slot(self, place: str) -> float:
        """The seconds until our turn to send at a place, which is nobody else's."""
        ...

    def check_may_buy(self) -> None:
        """Raises LedgerTrouble where its user may write down no new attempt."""
        ...

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on, whether for others or for a server that is away."""
        ...

    def living(self, owner: str) -> bool:
        """Whether an owner still runs; a paused one does."""
        ...

    def inherited(self, owner: str) -> AbstractContextManager[bool]:
        """Whether an owner is dead, and ours to inherit from until the block ends."""
        ...

    def tidy(self, named: Iterable[str]) -> None:
        """Forget the owners that are dead, but for these."""
        ...

    def close(self) -> None:
        """Stop being an owner and leave the database; nothing happens where that is done."""
        ...
