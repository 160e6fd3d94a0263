"""What storyc says of stories, of itself and of models: diagnostics, rules, profiles, the doctor's report."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.diagnostics import Level, Safety
from storyboard.profiles import records
from storyboard.project import doctor
from storyboard.schemas.words import Number, Path, Words


class Related(msgspec.Struct, forbid_unknown_fields=True):
    """A second place that a diagnostic rests on."""

    message: Words
    path: Path
    line: Number
    column: Number


class Edit(msgspec.Struct, forbid_unknown_fields=True):
    """A stretch of a file, and the text that replaces it."""

    path: Path
    line: Number
    column: Number
    end_line: Number
    end_column: Number
    text: str


class Fix(msgspec.Struct, forbid_unknown_fields=True):
    """A change that would mend the mistake, and how sure it is."""

    safety: Safety
    title: Words
    edits: list[Edit]


class Diagnostic(msgspec.Struct, forbid_unknown_fields=True):
    """One mistake in a story; columns count code points."""

    schema: Literal["storyc.diagnostic/1"]
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
    related: list[Related]
    fix: Fix | None
    url: str


class Rule(msgspec.Struct, forbid_unknown_fields=True):
    """A rule; `text` is its page as Markdown."""

    schema: Literal["storyc.rule/1"]
    code: str
    name: str
    level: Level
    ignorable: bool
    since: str
    summary: Words
    text: str
    url: str


class Profile(records.Profile, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One model at one host: each limit with how it is known, the day it was checked, and where.

    Prices are micro-dollars for a second; `_ms` are milliseconds.
    """

    schema: Literal["storyc.profile/1"]


class Doctor(doctor.Report, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How this machine and this project stand; `ok` says that what is configured can work."""

    schema: Literal["storyc.doctor/1"]
