"""How Sphinx makes HTML of the pages that tools/site/staging.py has laid out."""

from __future__ import annotations

from typing import Any

from pygments.lexers.special import TextLexer

from storyboard import __version__

project = "storyc"
release = version = __version__
extensions = ["myst_parser"]
root_doc = "index"
nitpicky = True
highlight_language = "none"
exclude_patterns = ["_*"]

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_title = f"storyc {release}"
html_show_sphinx = False
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}

myst_heading_anchors = 4
# What our pages call their blocks, where that is no language.
BLOCKS = ("bands", "lines", "mermaid", "prompt")


def setup(app: Any) -> None:
    """Show the blocks of our own kinds as they are."""
    for name in BLOCKS:
        app.add_lexer(name, TextLexer)
