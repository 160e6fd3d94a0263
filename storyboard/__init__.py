"""storyc: storyboards compiled into requests for video models, checked before a cent is spent.

All names but the version are those of `storyboard.api`, which is imported when one of them is first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from storyboard.api import (
        ComparedStories,
        Comparison,
        CompiledStory,
        Diagnostic,
        Fixed,
        Formatted,
        Imported,
        Options,
        PlannedStories,
        Refused,
        Request,
        SourceToken,
        Stories,
        Story,
        StoryClip,
        StoryShot,
        compare,
        compile_story,
        diff,
        export_story,
        fix_story,
        format_story,
        import_text,
        json_schema,
        open_revision,
        open_stories,
        open_text,
        open_texts,
        plan,
        render_report,
        render_requests,
        to_json,
        tokens,
    )

__version__ = "0.1.0"
__all__ = [
    "ComparedStories",
    "Comparison",
    "CompiledStory",
    "Diagnostic",
    "Fixed",
    "Formatted",
    "Imported",
    "Options",
    "PlannedStories",
    "Refused",
    "Request",
    "SourceToken",
    "Stories",
    "Story",
    "StoryClip",
    "StoryShot",
    "compare",
    "compile_story",
    "diff",
    "export_story",
    "fix_story",
    "format_story",
    "import_text",
    "json_schema",
    "open_revision",
    "open_stories",
    "open_text",
    "open_texts",
    "plan",
    "render_report",
    "render_requests",
    "to_json",
    "tokens",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from storyboard import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__} - {"TYPE_CHECKING"})
