"""Clip → prompt: the text that the model gets, and the map from its characters back to the source."""

from __future__ import annotations

from storyboard.compiler.render.context import context
from storyboard.compiler.render.prompt import Prompt, Stretch, TemplateFault, render

__all__ = ["Prompt", "Stretch", "TemplateFault", "context", "render"]
