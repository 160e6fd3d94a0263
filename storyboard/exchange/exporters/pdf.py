"""The film on paper as PDF: pages of its board, the list of shots, the list of dialogue. Needs the extra `pdf`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import UserError
from storyboard.exchange.printing.fonts import fonts, undrawn
from storyboard.exchange.printing.pages import of_text, pages
from storyboard.exchange.printing.records import Print, Printed
from storyboard.production.panels import FilmPanels
from storyboard.system import extras, resources

BINARY = True
PRINTED = True
_MAIN = "pages.typ"


def render(compiled: Compiled) -> bytes:
    """The document with pictures drawn from the words. Raises UserError where it cannot be made."""
    return write([of_text(compiled)], compiled, Print()).document


def write(films: Sequence[FilmPanels], compiled: Compiled, wanted: Print) -> Printed:
    """The document of a story's films with the pictures that there are. Raises UserError where it cannot be made."""
    try:
        import typst
    except ImportError as error:
        raise UserError(extras.lacking("pdf", "a PDF needs")) from error
    data, pictures = pages(films, compiled, wanted)
    words = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    files = {_MAIN: resources.read("templates", "print/pages.typ").encode(), "data.json": words, **pictures}
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        # Nothing outside the folder can be read.
        document = typst.compile(Path(folder, _MAIN), root=Path(folder), format="pdf", font_paths=fonts())
    assert isinstance(document, bytes)
    return Printed(document, tuple(undrawn(words.decode(), data["fonts"])))
