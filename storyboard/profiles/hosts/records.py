"""What is known of a host: how it is talked to, where in its answers things stand, and what they mean."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from storyboard.profiles.hostnames import WAYS
from storyboard.profiles.records import Sourced

Cause = Literal[
    "request",  # the body is not as the host wants it
    "key",  # missing, unknown, or not allowed: 401, 403
    "credits",  # the balance or the team's limit does not suffice: 406
    "route",  # there is no such address or model: the other protocol may have it
    "withdrawn",  # the model is gone for good: 410
    "busy",  # too many requests, or no room for one: 429, and 503 in the host's own words
    "failed",  # the job ran and came to nothing
    "server",  # the host's own fault, said in its own envelope
]


Billed = Literal["no", "yes", "unknown"]


class KeyPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Two variables that stand in for the key: each call then carries a token, signed with the secret by HS256.

    A token holds for so many `seconds`, and from so many before now, the `skew` of clocks.
    """

    access: str
    secret: str
    seconds: int = 1800
    skew: int = 5


class KeyForm(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The header that carries the key, and the variables of the environment for it and for another address.

    `prefix` stands before the key in the header. `form` is a regular expression that the host's keys match, where they
    have a form of their own, and `mark` a text that each of them holds; `storyboard.system.secrets` reads both of the
    hosts that came with storyc.
    """

    header: str
    variable: str
    base_variable: str
    prefix: str = ""
    form: str = ""
    mark: str = ""
    pair: KeyPair | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the environment that hold a secret."""
        return (self.variable, *((self.pair.access, self.pair.secret) if self.pair is not None else ()))


class Bases(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The addresses that routes are appended to; the key is sent to these and to no other.

    Where a host has one address for all, `history` and `upload` are left out, and are `api`. `regions` has further
    addresses for all by the name of a region; the environment picks one.
    """

    api: str
    history: str = ""
    upload: str = ""
    regions: dict[str, str] = msgspec.field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Fill in what is left out."""
        for name in ("history", "upload"):
            if not getattr(self, name):
                msgspec.structs.force_setattr(self, name, self.api)


Call = Literal["v1", "v2", "status", "result", "history", "one", "credits", "quote", "upload"]


class Routes(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The path of each call: `history`, `one` under the base `history`, `upload` under `upload`, else under `api`.

    `v1` blocks until the clip is there, `v2` names a job; a call that a host does not have is left out, as `result`
    where the status holds the clip. `{model}` is the profile's route, `{app}` its first two parts, `{id}` the job's
    name. `quote` takes what a submit takes, and begins nothing. `verbs` and `headers` have what differs from GET, or
    POST for `v1`, `v2`, `quote` and `upload`, and what is sent along.
    """

    status: str
    result: str = ""
    v1: str = ""
    v2: str = ""
    history: str = ""
    one: str = ""
    credits: str = ""
    quote: str = ""
    upload: str = ""
    verbs: dict[Call, Literal["GET", "POST"]] = msgspec.field(default_factory=dict[Call, Literal["GET", "POST"]])
    headers: dict[Call, dict[str, str]] = msgspec.field(default_factory=dict[Call, dict[str, str]])


class HostAbilities(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What no route says: whether answers name the cost, and what becomes of a submit that is sent a second time.

    `repeat` is `replay` where the first answer comes again under a name of ours, for the `life` that `own` has, and
    `refuse` where the second is refused; what is not documented by the host itself, with the evidence `host`, is never
    sent again. A clip at the host's own addresses is fetched with the key where the host has `keyed_files`.
    """

    costs: bool
    repeat: Literal["pays-again", "replay", "refuse", "unknown"]
    keyed_files: bool = False


class States(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The words for the states of a job; one that is none of these runs. `gone` says that the host forgot the job.

    `unsaid` is the word for an answer that names no state, where that has a meaning.
    """

    running: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]
    gone: tuple[str, ...] = ()
    unsaid: str = ""


class Reads(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where things stand in the host's answers; of several places the first that holds something counts.

    `id` is the job's name, filled into `job` where that is longer; `address` is where a submit says that the job is
    asked for. `state`, `url` and `cost` are of a job, the cost in units of `cost_usd`
    dollars. `dropped` names what of the request the host did not use, in the answer with the clip. `why` has the
    words for an error and `code` the host's name of it; what stands at `failed` says that a job came to nothing.
    `credits` is what is left, `quote` what a clip would cost in units of `quote_usd` dollars, `file` where an upload
    lies.
    """

    id: tuple[str, ...]
    state: tuple[str, ...]
    url: tuple[str, ...]
    job: str = "{id}"
    address: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    cost_usd: str = "1"
    dropped: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    quote_usd: str = "1"
    file: tuple[str, ...] = ()


class Envelope(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands `at` a place of each answer that is none of an error, whatever its status."""

    at: str
    ok: tuple[str, ...]


class Listing(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The list of past jobs: what is asked, and where things stand in a row.

    `query` may hold `{first}`, `{last}`, `{model}`, `{page}` and `{cursor}`; `dates` is the form of the first and last
    day. A page is asked for after another up to an empty one, or up to `total` rows, or as long as `cursor` names one.
    Where the rows come `newest_first`, a page from before the first day is the last.
    `fields` is what was sent: the place of all of it, or the place of each value by that in the request; where the host
    `asks`, they stand in the answer to a question about the job. A row that is not of `model` is another's. A job is
    told from others by the first of `echoes`, sets of fields, that its request has.
    """

    query: dict[str, str]
    rows: str
    id: tuple[str, ...]
    state: tuple[str, ...]
    at: tuple[str, ...]
    fields: tuple[str, ...] | dict[str, str] = ()
    asks: bool = False
    url: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    total: str = ""
    cursor: str = ""
    dates: Literal["day", "moment", "seconds", "digits"] = "day"
    days: int = 30
    newest_first: bool = False
    echoes: tuple[str, ...] = ("prompt+seed",)


class OwnId(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A name that storyc gives to each send: in a field `at` a place of the body, or in a `header`.

    `asks` is whether a job can be asked for by it. For `life` seconds after a send the host knows it.
    """

    at: str = ""
    header: str = ""
    asks: bool = False
    life: int = 0


class AnswerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a status means for a submit, where the host's words hold one of `text`, if there are any.

    So it is with `code`, the host's name of an error, which may end in `*`; without a `status` any fits.
    `envelope`: only with a body that is the host's own JSON. `cause` is empty unless it is not billed.
    """

    status: int = 0
    billed: Billed
    means: str
    cause: Cause | Literal[""] = ""
    text: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    envelope: bool = False


class Answers(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table of answers; the first row that fits counts, and a status without a row is unknown."""

    rows: dict[str, AnswerRow]

    @property
    def taken(self) -> frozenset[int]:
        """The statuses of an answer to a submit that has begun a job."""
        return frozenset(row.status for row in self.rows.values() if row.billed == "yes")


class FailureRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a failed job is billed whose error is named by one of `code`, or whose words hold one of `text`."""

    billed: Billed
    code: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


class Failures(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the host bills a job that failed and names no cost: by the first row that fits, else as `billed` says.

    What is not known keeps its price on hold until somebody settles it, so `no` needs somebody's word.
    """

    billed: Billed
    rows: dict[str, FailureRow] = msgspec.field(default_factory=dict[str, FailureRow])


class Retention(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds for which the host keeps the record of a job, from its submit on, and its clip."""

    record: int
    file: int


class Usual(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The seconds that a generation takes on average."""

    seconds: float


class HostLimits(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long calls may take in seconds, how large bodies may be, and the least bytes a second over a window.

    What is left out is the project's judgement. `slots` is how many clips of an account the host is at work on at once,
    where that is known.
    """

    submit: float = 60.0
    blocking: float = 900.0
    question: float = 30.0
    download: float = 600.0
    connect: float = 10.0
    silence: float = 60.0
    json_bytes: int = 1_000_000
    clip_bytes: int = 512_000_000
    error_bytes: int = 64_000
    rate: int = 1000
    rate_window: float = 60.0
    slots: Annotated[int, msgspec.Meta(ge=1)] | None = None


def _judged() -> HostLimits:
    return HostLimits(evidence="inferred", checked=date(2026, 11, 27), source="the judgement of storyc's own project")


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One host; `protocol` names the folder below `storyboard/providers/protocols` that speaks it."""

    name: str
    title: str
    protocol: str
    key: KeyForm
    bases: Bases
    routes: Routes
    states: States
    reads: Reads
    answers: Answers
    failures: Failures | None = None
    envelope: Envelope | None = None
    listing: Listing | None = None
    own: OwnId | None = None
    kept: Retention
    usual: Usual
    limits: HostLimits = msgspec.field(default_factory=_judged)
    abilities: HostAbilities

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways in which a request can be sent, of which `v2` comes first where nobody chooses."""
        return tuple(way for way in WAYS if getattr(self.routes, way))

    def submits(self, way: str, route: str) -> str:
        """The address that a request is posted to in one of the ways; `route` is the model's part of its path."""
        return self.bases.api + getattr(self.routes, way).replace("{model}", route)
