"""Elements of HTML as text: all words come through `escaped`, and no element can run, fetch or send anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from storyboard.board.svg import Markup, escaped, joined
from storyboard.system.secrets import mask

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "track"})


def tag(name: str, /, *children: str, **attributes: object) -> Markup:
    """An element with its attributes, a `_` in their names for a `-`; a child that is no `Markup` is words.

    An attribute that is None or False is left out, one that is True has no value. Keys in words are hidden.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{words(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{''.join(map(words, children))}</{name}>")


def several(parts: Iterable[Markup]) -> Markup:
    """Elements one after the other, each on its line."""
    return Markup("\n".join(part for part in parts if part))


def words(value: object) -> Markup:
    """A value as markup, which stays as it is where it is markup already."""
    return value if isinstance(value, Markup) else Markup(escaped(mask(str(value))))


def data_uri(data: bytes, kind: str) -> Markup:
    """Bytes as an address that holds them."""
    return Markup(f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}")


def document(title: str, style: str, body: Markup, language: str) -> str:
    """A whole page. Its policy lets it show what it holds and the one style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; media-src data:; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    head = several(
        (
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("meta", name="referrer", content="no-referrer"),
            tag("meta", name="robots", content="noindex"),
            tag("title", title),
            Markup(f"<style>{style}</style>"),
        )
    )
    page = several((tag("head", head), tag("body", body)))
    return f'<!doctype html>\n<html lang="{escaped(language or "en")}">\n{page}\n</html>\n'


__all__ = ["Markup", "data_uri", "document", "escaped", "joined", "several", "tag", "words"]
