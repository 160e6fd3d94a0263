"""What the Python API gives back beside the records that commands print."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.check import Diagnostic
from storyboard.records.parts import Path, Usd, Whole, Words
from storyboard.records.request import Request
from storyboard.records.story import StoryClip

_StoryText = Annotated[str, Meta(description="A whole `.story` text.")]
_Phrases = Annotated[tuple[str, ...], Meta(description="A phrase for people each.")]


class StoryPath(msgspec.Struct, frozen=True):
    """Where a story is: its project's root, as a path of this machine or relative to the working folder, and its path.

    The root of stories in memory is `.`.
    """

    root: str
    path: Path


class StoriesRecord(Record, frozen=True, kw_only=True, tag="storyc.stories/1"):
    """Stories that were opened, and why others were not."""

    MET = "`storyboard.open_stories` and its like, in Python"

    stories: tuple[StoryPath, ...]
    mistakes: _Phrases


class CompiledRecord(Record, frozen=True, kw_only=True, tag="storyc.compiled/1"):
    """A compiled story: its clips, the requests that make them, what they cost, and all that is wrong with it.

    `usable` says that it has no errors and nothing is `lacking` of what was selected. The total is that of the
    requests, with an empty store.
    """

    MET = "`storyboard.compile_story`, in Python"

    path: Path
    title: str
    usable: bool
    clips: tuple[StoryClip, ...]
    requests: tuple[Request, ...]
    total_usd: Usd
    diagnostics: tuple[Diagnostic, ...]
    lacking: _Phrases


class Formatted(Record, frozen=True, kw_only=True, tag="storyc.formatted/1"):
    """A story's text in canonical layout; the same text where `errors` forbid to touch it.

    `kept` says why lines were left as they are, which is a mistake in storyc.
    """

    MET = "`storyboard.format_story`, in Python"

    path: Path
    text: _StoryText
    changed: bool
    errors: tuple[Diagnostic, ...]
    kept: Words


class Fixed(Record, frozen=True, kw_only=True, tag="storyc.fixed/1"):
    """A story's text with its fixes, the number of mistakes that were fixed, and the diagnostics that are left.

    `texts` holds the new text of each file that changes, includes too, by its path.
    """

    MET = "`storyboard.fix_story`, in Python"

    path: Path
    text: _StoryText
    texts: dict[str, str]
    fixed: Whole
    diagnostics: tuple[Diagnostic, ...]


class Imported(Record, frozen=True, kw_only=True, tag="storyc.imported/1"):
    """A story that was made of another text; what is not certain stands in it as `// import?:`, `questions` times."""

    MET = "`storyboard.import_text`, in Python"

    text: _StoryText
    questions: Whole
    notes: _Phrases


class Refused(Record, frozen=True, tag="storyc.refused/1"):
    """Why something could not be done at all."""

    MET = "`storyboard.import_text` and `storyboard.plan`, in Python"

    message: Words
