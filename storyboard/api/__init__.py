"""What a Python program may import, as `storyboard.NAME`: stories read, checked, priced, compared and rewritten.

Nothing here prints, exits, asks, or speaks to the network, and nothing writes a file. A writer's mistake is a value;
a program's, as the name of a format that there is not, raises LookupError.
"""

from __future__ import annotations

from storyboard.api.comparing import compare, diff, plan
from storyboard.api.compiling import compile_story, export_story, fix_story, format_story, import_text, tokens
from storyboard.api.opening import Stories, Story, open_revision, open_stories, open_text, open_texts
from storyboard.api.writing import json_schema, render_report, render_requests, to_json
from storyboard.compiler.pipeline import Options
from storyboard.project.comparing import ComparedStories
from storyboard.project.compiling import CompiledStory
from storyboard.project.models import Comparison
from storyboard.project.planning import PlannedStories
from storyboard.records.api import Fixed, Formatted, Imported, Refused
from storyboard.records.check import Diagnostic
from storyboard.records.request import Request
from storyboard.records.story import StoryClip, StoryShot
from storyboard.records.tokens import SourceToken

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
