"""What storyc says of stories: diagnostics, and the rules that they come from."""

from __future__ import annotations

import msgspec

from storyboard.diagnostics import Level, Safety
from storyboard.records import Record
from storyboard.records.clip import Number
from storyboard.records.parts import Path, Words


class Related(msgspec.Struct, frozen=True):
    """A second place that a diagnostic rests on."""

    message: Words
    path: Path
    line: Number
    column: Number


class EditRecord(msgspec.Struct, frozen=True):
    """A stretch of a file, and the text that replaces it."""

    path: Path
    line: Number
    column: Number
    end_line: Number
    end_column: Number
    text: str


class FixRecord(msgspec.Struct, frozen=True):
    """A change that would mend the mistake, and how sure it is."""

    safety: Safety
    title: Words
    edits: tuple[EditRecord, ...]


class Diagnostic(Record, frozen=True, kw_only=True, tag="storyc.diagnostic/1"):
    """One mistake in a story; columns count code points."""

    MET = "`check --format json`"
    MANY = True

    code: str
    name: str
    level: Level
    message: Words
    path: Path
    line: Number
    column: Number
    end_line: Number
    end_column: Number
    help: Words
    related: tuple[Related, ...]
    fix: FixRecord | None
    url: str


class RuleRecord(Record, frozen=True, kw_only=True, tag="storyc.rule/1"):
    """A rule; `text` is its page as Markdown."""

    MET = "`explain --format json`"
    MANY = True

    code: str
    name: str
    level: Level
    ignorable: bool
    since: str
    summary: Words
    text: str
    url: str
