"""Clip → prompt: the text that the model gets, and the map from its characters back to the source."""

from __future__ import annotations

from storyboard.compiler.render.clip import render_clip
from storyboard.compiler.render.context import context
from storyboard.compiler.render.prompt import Prompt, Stretch, Template, TemplateFault, load, render, template_path

__all__ = [
    "Prompt",
    "Stretch",
    "Template",
    "TemplateFault",
    "context",
    "load",
    "render",
    "render_clip",
    "template_path",
]
