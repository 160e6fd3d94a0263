"""`storyc ci review`: the right pictures, the right price, and nothing in the comment that a stranger wrote as markup."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from PIL import Image

from storyboard.cli import exits, run
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film import animatic
from storyboard.project.reviewing import SIDE
from storyboard.records import decoded
from storyboard.records.review import Review
from storyboard.report.drawing.markdown import escaped, in_html
from storyboard.source import DiskFiles, Files
from storyboard.source.git import GitFiles
from tests.forge.scratch import NAME, TITLE

LAMP = (200, 184, 92)


def record(change: Path) -> Review:
    return decoded((change / "review" / "review.json").read_bytes(), Review)


def shots(change: Path) -> list[tuple[str, str, int, str | None, str | None]]:
    review = record(change)
    clips = review.diff.clips
    return [
        (clips[shot.clip].story, clips[shot.clip].clip.title, shot.shot, shot.before, shot.after)
        for shot in review.shots
    ]


def still(files: Files, number: int, shot: int) -> bytes:
    """The picture of a shot of a clip of film.story, drawn here."""
    compiled = compile_story(files, "film.story", Config())
    assert compiled.story is not None
    cast = compiled.story.cast
    reels = [
        animatic.reel(clip, film="film", count=len(compiled.clips), cast=cast, unused=0) for clip in compiled.clips
    ]
    image = list(animatic.stills(list(animatic.continued(reels))[number - 1]))[shot - 1]
    image.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_each_kind_of_change_has_its_pictures(change: Path) -> None:
    sides = [(story, title, shot, bool(old), bool(new)) for story, title, shot, old, new in shots(change)]
    assert sides == [
        (NAME, TITLE, 1, False, True),
        ("film.story", "Quay", 2, True, True),
        ("film.story", "Bell", 1, True, False),
        ("stage.story", "", 1, True, True),
    ]
    named = {digest for row in shots(change) for digest in row[3:] if digest}
    assert {path.stem for path in (change / "review").glob("*.png")} == named
    assert len(named) == 6


def test_the_pictures_are_those_of_the_shots_before_and_after(change: Path) -> None:
    quay, bell, stage = shots(change)[1:]

    def picture(digest: str | None) -> bytes:
        return (change / "review" / f"{digest}.png").read_bytes()

    with GitFiles(change / "films", "HEAD^1") as old:
        assert picture(quay[3]) == still(old, 1, 2)
        assert picture(bell[3]) == still(old, 3, 1)
    assert picture(quay[4]) == still(DiskFiles(change / "films"), 1, 2)
    # The writer's own picture is that of the old commit, and lies there alone.
    before, after = (Image.open(io.BytesIO(picture(digest))).convert("RGB") for digest in stage[3:])
    counts = [sum(near(image.getpixel((x, 200))) for x in range(SIDE)) for image in (before, after)]
    assert counts[0] > 300
    assert counts[1] == 0


def near(colour: Any) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(colour, LAMP, strict=True))


def test_the_prices_are_those_of_diff_and_plan(
    change: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    review = record(change)
    monkeypatch.chdir(change / "films")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(change))
    told: list[Any] = []
    for words in (["diff", "--format", "json", "HEAD^1", "."], ["plan", "--format", "json", "."]):
        assert run(words) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert (review.diff.total_usd, review.plan.total_usd) == (told[0]["total_usd"], told[1]["total_usd"]) == (2.5, 3.75)
    assert [clip.price_usd for clip in review.diff.clips] == [clip["price_usd"] for clip in told[0]["clips"]]


def test_the_summary_marks_nothing_up_that_a_stranger_wrote(change: Path) -> None:
    text = (change / "summary.md").read_text()
    assert "3 of 6 clips change, 1 is new, 1 is gone: 2.5 USD with an empty store\n" in text
    assert "**Plan of all stories:** 6 generations, 6 new: 3.75 USD to pay.\n" in text
    assert "4 shots changed: the pictures of before and after are in the artifact.\n" in text
    assert "<img src=x onerror=alert(1)>" in assert_inert(text)


OURS = {
    *("h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "br", "del", "ins", "sub"),
    *("details", "summary", "img", "a"),
}


class Page(HTMLParser):
    """The tags of a page, the addresses that they name, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_inert(markdown: str, ours: str = "nowhere") -> str:
    """The text of a comment, in which nothing that a stranger wrote is a tag, an address or a call; `ours` is a site."""
    page = Page()
    page.feed(MarkdownIt("commonmark").enable("table").render(markdown))
    assert page.tags <= OURS
    assert page.names <= {"href", "src", "alt", "width", "style", "class"}
    assert [address for address in page.addresses if not address.startswith(f"{ours}/")] == []
    # GitHub makes links of names, numbers and bare addresses that Markdown leaves alone, but in code.
    words = re.sub(r"<pre>.*?</pre>", "", markdown, flags=re.DOTALL)
    words = re.sub(r"^(```+)diff\n.*?^\1$", "", words, flags=re.DOTALL | re.MULTILINE)
    for raw in ("http://evil", "@everyone", "@bob", "#1."):
        assert raw not in words, raw
    return page.text


def test_what_a_server_makes_a_link_of_is_kept_apart() -> None:
    # As GitHub and GitLab document references, and what cmark-gfm takes for an address.
    linked = (
        *("@bob", "#1", "!1", "&1", "%1", "$1", "~1", '~"a b"', '%"a b"', "GH-1", "gh-1", "GL-1"),
        *("[issue:1]", "[vulnerability:1]", "*iteration:1", "a@-b.example", "a@.b.example", "a@b.example"),
    )
    for word in linked:
        for render in (escaped(word), f"<b>{in_html(word)}</b>"):
            page = Page()
            page.feed(MarkdownIt("commonmark").render(f"of {render}, the"))
            assert word not in page.text, render
            assert page.text.replace("\u200b", "") == f"of {word}, the\n"


def test_a_story_with_errors_is_counted_and_the_others_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.diff.repository import commit, git

    root = tmp_path / "films"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (root / "a.story").write_text("Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n")
    git(root, "init", "-q")
    commit(root)
    (root / "a.story").write_text("Shot 1 [0-3s] A lamp.\nShot 2 [2-5s] A hand.\n")
    assert run(["ci", "review", "-o", "../review", "."]) == exits.STORY_ERRORS
    out, err = capsys.readouterr()
    assert "**1 error**: a story with errors has no clips here.\n" in out
    assert "SB201" in err
    assert run(["ci", "review", "-o", "../review", "."]) == exits.USAGE
    assert "`../review` is there already" in capsys.readouterr().err
    assert run(["ci", "review", "--base", "nowhere", "-o", "../other", "."]) == exits.USAGE
    assert "git knows no revision `nowhere`" in capsys.readouterr().err
