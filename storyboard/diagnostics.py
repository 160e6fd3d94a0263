"""What is found in a story: findings made by passes and rules, diagnostics as reports print them, and fixes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Literal

import msgspec

from storyboard.source import Span

RULES_PAGE = "docs/rules.md"


class UserError(Exception):
    """What was asked for cannot be done as things stand; the text says why, in the user's words."""


class Level(StrEnum):
    """How grave a diagnostic is; only an error keeps a story from being compiled."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Safety(StrEnum):
    """How sure a fix is: `safe` keeps meaning, `unsafe` changes a time, a price or a guess, `display` is only shown."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


class Note(msgspec.Struct, frozen=True):
    """A second place that a finding rests on, and what is to be seen there."""

    message: str
    span: Span


class Edit(msgspec.Struct, frozen=True):
    """Replace what lies in `span` by `text`; the edits of one fix never overlap."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """A change that would mend the finding: an imperative title, how sure it is, and its edits."""

    safety: Safety
    title: str
    edits: tuple[Edit, ...] = ()


class Bar(msgspec.Struct, frozen=True):
    """One shot on a ruler: its name as drawn, and its milliseconds."""

    name: str
    start: int
    end: int


class Ruler(msgspec.Struct, frozen=True):
    """A drawing of the clip's time under a finding: the shots concerned and the clip's length in milliseconds."""

    bars: tuple[Bar, ...]
    length: int


What = Literal[
    "duration", "size", "shots", "times", "prompt", "overview", "closing", "negative_prompt", "seed", "audio", "sound",
    "language", "reference", "setting",
]  # fmt: skip


class LostPart(msgspec.Struct, frozen=True):
    """What of a story a model cannot do: the kind of it, the words or numbers that are lost, and the shots.

    `shots` are the numbers of the shots that the model does not get as they are written; a shot of which only a time is
    not sent is none of them.
    """

    what: What
    words: str = ""
    shots: tuple[int, ...] = ()


class Finding(msgspec.Struct, frozen=True):
    """One mistake, as a pass or a rule reports it; `code` is filled by the rule's runner where a rule leaves it empty.

    `message` is one phrase with the two facts that disagree, `label` stands beside the caret, `help` is an imperative.
    `clip` is the clip's index from 1, 0 where the mistake is the story's. `binding` says that this one may not be
    ignored although its rule may. `lost` says what of a story its model cannot do, which is no mistake in itself.
    `level` is this finding's own where it is not that of its rule.
    """

    message: str
    span: Span
    help: str
    code: str = ""
    label: str = ""
    related: tuple[Note, ...] = ()
    fix: Fix | None = None
    ruler: Ruler | None = None
    clip: int = 0
    binding: bool = False
    lost: LostPart | None = None
    level: Level | None = None


class Diagnostic(msgspec.Struct, frozen=True):
    """A finding with its rule's name and the level at which it counts in this run.

    `line` and `column` count from 1, columns in code points; a place in a file that is not there is 1, 1.
    """

    code: str
    name: str
    level: Level
    finding: Finding
    line: int = 1
    column: int = 1

    @property
    def span(self) -> Span:
        """The culprit's place."""
        return self.finding.span

    @property
    def path(self) -> str:
        """The file of the culprit, from the project's root."""
        return self.finding.span.path

    @property
    def message(self) -> str:
        """What is wrong, as one phrase."""
        return self.finding.message

    @property
    def help(self) -> str:
        """What to do, as an imperative."""
        return self.finding.help

    @property
    def fix(self) -> Fix | None:
        """The change that would mend it, where one is known."""
        return self.finding.fix


def rule_page(code: str) -> str:
    """The address of a rule's part of the rules' page; its path in the package where no repository is known."""
    from storyboard.system import origin  # a check that finds nothing names no page

    return f"{origin.page(RULES_PAGE)}#{code.lower()}"


class Bag:
    """Findings in the order they were made, each mistake at one place once."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._findings: dict[tuple[str, Span, str], Finding] = {}
        self._again: dict[tuple[str, Span, str], list[int]] = {}
        self.extend(findings)

    def add(self, finding: Finding) -> None:
        """Keep a finding unless the same message already stands at the same place."""
        key = finding.code, finding.span, finding.message
        if self._findings.setdefault(key, finding) is not finding and finding.lost is not None:
            self._again.setdefault(key, []).append(finding.clip)

    def clips(self, finding: Finding) -> tuple[int, ...]:
        """The numbers of the clips in which a loss was found, 0 for the story."""
        return (finding.clip, *self._again.get((finding.code, finding.span, finding.message), ()))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep each of several findings."""
        for finding in findings:
            self.add(finding)

    def __iter__(self) -> Iterator[Finding]:
        return iter(list(self._findings.values()))

    def __len__(self) -> int:
        return len(self._findings)


def fixable(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    """How many diagnostics have a safe fix, and how many an unsafe one."""
    safeties = Counter(
        diagnostic.finding.fix.safety
        for diagnostic in diagnostics
        if diagnostic.finding.fix and diagnostic.finding.fix.edits
    )
    return safeties[Safety.SAFE], safeties[Safety.UNSAFE]


def nearest(word: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """The known name that `word` is most likely a slip of, or None when none is close."""
    import difflib

    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else None


def one_slip(word: str, name: str) -> bool:
    """Whether two words differ by one letter left out, put in, changed, or by two neighbours swapped."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    if len(word) == len(name):
        return word[start + 1 :] == name[start + 1 :] or (
            word[start : start + 2] == name[start : start + 2][::-1] and word[start + 2 :] == name[start + 2 :]
        )
    long, short = (word, name) if len(word) > len(name) else (name, word)
    return long[start + 1 :] == short[start:]
