"""What a build tells while it runs, for programs: a line of JSON for each change of state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TextIO

import msgspec

from storyboard.diagnostics import UserError
from storyboard.patterns import lazy
from storyboard.production.files.paths import from_root
from storyboard.production.records import Step
from storyboard.records import schema_of
from storyboard.records.build import BuildEvent
from storyboard.records.parts import moment
from storyboard.roots import link_out
from storyboard.system.secrets import hide
from storyboard.timing import money_number

_TRACEPARENT = lazy(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?P<more>-.*)?+"
)
_START = f'{{"schema":"{schema_of(BuildEvent)}"'.encode()  # of each line, as msgspec writes it


class Trace(NamedTuple):
    """The trace that a build is a part of, and the span that has begun it."""

    trace_id: str
    span_id: str
    flags: str


def trace_of(environ: Mapping[str, str]) -> Trace | None:
    """The trace that W3C's `traceparent` names in the environment; what is none is left alone, as W3C has it."""
    parts = _TRACEPARENT.fullmatch(environ.get("TRACEPARENT", "").strip())
    if parts is None or parts["version"] == "ff" or (parts["version"] == "00" and parts["more"]):
        return None
    trace = Trace(parts["trace"], parts["span"], parts["flags"])
    return trace if trace.trace_id.strip("0") and trace.span_id.strip("0") else None


def line(step: Step, root: Path, at: datetime, trace: Trace | None = None) -> str:
    """One `storyc.event/1` as a line, empty for what is no change of state."""
    if step.state == "progress":
        return ""
    event = BuildEvent(
        at=moment(at),
        story=step.story,
        variant=step.variant,
        clip=step.clip,
        take=step.take,
        state=step.state,
        reason=step.reason,
        cause=step.cause,
        attempt=step.attempt,
        request_id=step.request_id,
        price_usd=money_number(step.price),
        cost_known=step.cost_known,
        path=None if step.path is None else from_root(root, step.path),
        off_spec=step.off_spec,
        trace_id=msgspec.UNSET if trace is None else trace.trace_id,
        span_id=msgspec.UNSET if trace is None else trace.span_id,
        trace_flags=msgspec.UNSET if trace is None else trace.flags,
    )
    return f"{msgspec.json.encode(event).decode('utf-8')}\n"


def _is_anothers(file: Path) -> bool:
    """Whether a file holds what no build has told. Raises OSError."""
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        start = stream.read(len(_START))
    return bool(start) and start != _START


class EventFile:
    """Adds lines to a file, each written whole at once; without a name nothing is written."""

    def __init__(self, target: str | None, warn: Callable[[str], None], trace: Trace | None = None) -> None:
        """`warn` is told when the file cannot be written any more; each line names the trace."""
        self.target = target
        self._warn, self._trace = warn, trace
        self._stream: TextIO | None = None

    def open(self, stack: ExitStack) -> None:
        """Open the file until the stack ends. Raises UserError where it cannot be written."""
        if self.target is None:
            return
        link = link_out(Path(self.target))
        if link is not None:
            raise UserError(
                f"`{link}` is a link that leads out of the project: name another file than it for `--events`"
            )
        try:
            if _is_anothers(Path(self.target)):
                raise UserError(f"`--events {self.target}` holds something else than events: name another file")
            opened = Path(self.target).open("a", encoding="utf-8", buffering=1, newline="\n")  # noqa: SIM115
        except OSError as error:
            raise UserError(f"`--events {self.target}` cannot be written: {error.strerror or error}") from error
        self._stream = stack.enter_context(opened)

    def tell(self, step: Step, root: Path) -> None:
        """Add a step. What can be written no more is said once: a clip that is paid for counts for more."""
        text = "" if self._stream is None else line(step, root, datetime.now(UTC), self._trace)
        if not text or self._stream is None:
            return
        try:
            self._stream.write(hide(text))
        except OSError as error:
            self._stream = None
            self._warn(f"warning: `--events {self.target}` cannot be written any more: {error.strerror or error}")
