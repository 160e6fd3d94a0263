"""From text to a script: Lark decides what each line is, and nothing here judges where it stands."""

from __future__ import annotations

from storyboard.language.syntax.script import UNREADABLE, read_script, read_text

__all__ = ["UNREADABLE", "read_script", "read_text"]
