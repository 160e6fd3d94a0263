"""What waits while somebody types: an answer that rests on the whole of a long story, and never an edit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from lsprotocol.types import Position, Range

from storyboard.lsp.desk import Desk
from tests.lsp.edits import long_story
from tools.bench.editor import PUBLISHED, Editor

CLIPS = 250  # of which a check takes long enough to be made in a thread
_TRIES = 20
_CONTENT_MODIFIED = -32801
TOKENS = "textDocument/semanticTokens/full"


class Typing:
    """A long story in an editor, and the messages of one that types into it."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        self.editor, self.uri, self.version = editor, (folder / "typed.story").as_uri(), 1
        self.text = long_story(CLIPS)
        editor.open(self.text)
        editor.settled()

    def typed(self, before: str) -> dict[str, Any]:
        at = self.text.index(before)
        place = {"line": self.text.count("\n", 0, at), "character": at - self.text.rfind("\n", 0, at) - 1}
        self.text = f"{self.text[:at]}x{self.text[at:]}"
        self.version += 1
        of = {"uri": self.uri, "version": self.version}
        change = {"range": {"start": place, "end": place}, "text": "x"}
        return {"method": "textDocument/didChange", "params": {"textDocument": of, "contentChanges": [change]}}

    def asked(self, name: str) -> dict[str, Any]:
        return {"id": name, "method": TOKENS, "params": {"textDocument": {"uri": self.uri}}}

    def heard(self, *names: str) -> Iterator[dict[str, Any]]:
        """All that the server sends until it has answered these requests."""
        missing = set(names)
        while missing:
            message = self.editor.next()
            missing.discard(message.get("id", ""))
            yield message


@pytest.fixture(scope="module")
def typing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typing]:
    folder = tmp_path_factory.mktemp("typing")
    with Editor([sys.executable, "-m", "storyboard", "lsp"], folder, dict(os.environ)) as editor:
        yield Typing(editor, folder)


@pytest.mark.parametrize("place", ["lamp 9 of", "red coat"])
def test_an_edit_is_told_of_before_what_was_asked_of_the_whole(typing: Typing, place: str) -> None:
    def is_first() -> bool:
        typing.editor.send(typing.typed(place), typing.asked("colours"), typing.typed("lamp 20 of"))
        heard = list(typing.heard("colours"))
        assert heard[-1]["result"]["data"]
        return typing.version in [
            message["params"]["version"] for message in heard if message.get("method") == PUBLISHED
        ]

    # A server that gets no processor for a while may take the pause for one in the typing.
    assert any(is_first() for _ in range(_TRIES))


def test_an_answer_is_of_the_text_as_it_is_then(typing: Typing) -> None:
    def is_refused() -> bool:
        first, then = typing.typed("lamp 30 of"), typing.typed("lamp 31 of")
        typing.editor.send(first, typing.asked("before"), then, typing.asked("after"))
        answers = {message["id"]: message for message in typing.heard("before", "after") if "id" in message}
        assert answers["after"]["result"]["data"]
        return answers["before"].get("error", {}).get("code") == _CONTENT_MODIFIED

    # Whoever asked before the edit has asked again since.
    assert any(is_refused() for _ in range(_TRIES))
    # Of one text, each is answered.
    typing.editor.send(typing.typed("lamp 32 of"), typing.asked("one"), typing.asked("other"))
    one, other = (message["result"] for message in typing.heard("one", "other") if "id" in message)
    assert one == other


def test_what_was_compiled_of_an_older_text_is_not_kept(tmp_path: Path) -> None:
    desk, uri = Desk(), (tmp_path / "a.story").as_uri()
    desk.open(uri, 1, "Shot 1 [0-5s] A lamp.\n", "story")
    work = desk.work(uri)
    assert work is not None
    start = Position(0, 14)
    desk.change(uri, 2, [(Range(start, start), "Not ")])
    desk.take(work())
    assert desk.quick(uri) is None
    sheet = desk.sheet(uri)
    assert sheet is not None
    assert sheet.compiled.clips[0].shots[0].action.value == "Not A lamp."
