"""`storyc ci comment`: one comment, renewed in place, for a run of which nothing but bounded data is taken."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from storyboard.cli import exits, run
from storyboard.records import as_bytes, decoded
from storyboard.records.diff import Word
from storyboard.records.review import Review
from tests.forge.scratch import TITLE
from tests.forge.stub import BOT, TOKEN, Stub, ended, zipped
from tests.forge.test_review import assert_inert

Captured = pytest.CaptureFixture[str]
PICTURES = "storyc-pictures"


def left(change: Path) -> dict[str, bytes]:
    """What the run of the change has left, with pictures that are quickly drawn anew."""
    files = sorted((change / "review").iterdir())
    return {
        path.name: png(colour=(at, 99, 199)) if path.suffix == ".png" else path.read_bytes()
        for at, path in enumerate(files)
    }


def png(side: int = 20, colour: tuple[int, int, int] = (9, 99, 199), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG", **more)
    return out.getvalue()


def two_heads(data: bytes, side: int) -> bytes:
    """A PNG behind whose head stands one of another size, which decoders heed."""
    kind = b"IHDR" + side.to_bytes(4) * 2 + data[24:29]
    return data[:33] + (13).to_bytes(4) + kind + zlib.crc32(kind).to_bytes(4) + data[33:]


def said(capsys: Captured) -> str:
    assert run(["ci", "comment"]) == exits.DONE
    return capsys.readouterr().err


def body(github: Stub) -> str:
    (row,) = [row for row in github.comments[5] if row["user"]["login"] == BOT]
    return str(row["body"])


def test_the_comment_shows_the_pictures_and_is_renewed_in_place(github: Stub, change: Path, capsys: Captured) -> None:
    github.pull(4, branch="other")
    github.pull(5)
    # Anybody may write the mark; what a stranger wrote is not ours to change.
    for number in range(120):
        github.said(5, "mallory", "<!-- storyc review -->" if number % 2 else "words")
    github.leave(40, left(change))
    assert said(capsys) == "wrote the comment on pull request 5\n"
    text = body(github)
    assert_inert(text, github.url)
    assert "2.5 USD with an empty store" in text
    addresses = re.findall(r'<img src="([^"]+)" width="400" alt="shot \d">', text)
    assert len(addresses) == text.count("<img ") == 6
    prefix = f"{github.url}/films/night/raw/{PICTURES}/"
    assert [address.removeprefix(prefix) for address in addresses if address.startswith(prefix)] == [
        name for name in (address.rpartition("/")[2] for address in addresses) if name in github.names(PICTURES)
    ]
    shown = Image.open(io.BytesIO(github.show(PICTURES, addresses[0].rpartition("/")[2])))
    (own,) = [data for name, data in left(change).items() if name.startswith(str(review(change).shots[0].after))]
    assert shown.tobytes() == Image.open(io.BytesIO(own)).tobytes()
    # The branch shares no history with any other, and is not written where nothing is new.
    assert github.git("rev-list", "--count", PICTURES) == "1"
    tip = github.git("rev-parse", PICTURES)
    only_one = msgspec.structs.replace(review(change), shots=(), errors=2)
    github.leave(40, {"review.json": as_bytes(only_one)})
    assert said(capsys) == "renewed the comment on pull request 5\n"
    assert "**2 errors**" in body(github)
    assert "<img" not in body(github)
    assert github.git("rev-parse", PICTURES) == tip
    assert github.strangers == []
    assert {row["body"] for row in github.comments[5] if row["user"]["login"] != BOT} == {
        "words",
        "<!-- storyc review -->",
    }


def review(change: Path) -> Review:
    return decoded((change / "review" / "review.json").read_bytes(), Review)


def test_the_number_is_that_of_the_event_and_never_of_the_artifact(
    github: Stub, change: Path, tmp_path: Path, capsys: Captured
) -> None:
    github.leave(40, {**left(change), "number": b"5", "pr.json": b'{"number": 5}'})
    nobody = "no open pull request ends with the commit of the run\n"
    assert said(capsys) == nobody
    github.pull(5, sha="b" * 40)  # there is a newer commit, whose own run will tell
    github.pull(6, repo=8)  # a branch of that name in another repository of that owner
    assert said(capsys) == nobody
    github.pull(7)
    github.pull(8)
    assert said(capsys) == nobody
    del github.pulls[2]
    ended(tmp_path / "event.json", kind="push")
    assert said(capsys) == "the run was for `push` and no pull request\n"
    assert github.comments == {}
    ended(tmp_path / "event.json")
    assert said(capsys) == "wrote the comment on pull request 8\n"
    # A branch's name is data in the address too.
    ended(tmp_path / "event.json", branch="film&state=all#x?head=..")
    assert said(capsys) == nobody


def test_nothing_is_written_where_no_clip_changes_until_a_comment_is_there(
    github: Stub, change: Path, capsys: Captured
) -> None:
    github.pull(5)
    assert said(capsys) == "the run has left no artifact `storyc-review`\n"
    same = tuple(clip for clip in review(change).diff.clips if clip.change == "same")
    quiet = msgspec.structs.replace(
        review(change),
        shots=(),
        diff=msgspec.structs.replace(review(change).diff, clips=same, total_usd=0, unpaid_usd=0),
    )
    github.leave(40, {"review.json": as_bytes(quiet)})
    assert said(capsys) == "pull request 5 changes no clip\n"
    github.leave(40, left(change))
    assert said(capsys) == "wrote the comment on pull request 5\n"
    github.leave(40, {"review.json": as_bytes(quiet)})
    assert said(capsys) == "renewed the comment on pull request 5\n"
    assert "no clip changes: 2 clips are the same" in body(github)


def poisoned(value: Any) -> Any:
    """A review whose every text is the payload, as far as its form lets it."""
    if isinstance(value, dict):
        return {
            key: part if key in ("schema", "kind", "change", "state") else poisoned(part) for key, part in value.items()
        }
    if isinstance(value, list):
        return [poisoned(part) for part in value]
    return TITLE if isinstance(value, str) and not re.fullmatch(r"[0-9a-f]{64}", value) else value


def test_a_review_that_a_stranger_wrote_is_text_all_over(github: Stub, change: Path, capsys: Captured) -> None:
    github.pull(5)
    clips = tuple(
        msgspec.structs.replace(
            clip,
            was="x",
            home="x",
            variant="x",
            words=(Word("x", "x", "y"), Word("x", "x", "y", "text"), Word("x", kind="phrase")),
        )
        for clip in review(change).diff.clips
    )
    full = msgspec.structs.replace(review(change), diff=msgspec.structs.replace(review(change).diff, clips=clips))
    evil = poisoned(json.loads(as_bytes(full)))
    github.leave(40, {**left(change), "review.json": json.dumps(evil).encode()})
    assert said(capsys) == "wrote the comment on pull request 5\n"
    assert assert_inert(body(github), github.url).count("<img src=x onerror=alert(1)>") > 20
    assert len(body(github)) < 65_536


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("review.json", None, "the artifact holds no `review.json`"),
        ("review.json", b"[]", "`review.json` of the artifact is no review"),
        ("review.json", b'{"schema": "storyc.review/1"}', "`review.json` of the artifact is no review"),
        ("review.json", b" " * (9 << 20), "`review.json` of the artifact is larger than 8 MB"),
        ("PICTURE", b" " * (5 << 20), "is larger than 4 MB"),
        ("PICTURE", b"<svg onload='alert(1)'/>", "a picture of the artifact is no PNG"),
        ("PICTURE", b"GIF89a" + png(), "a picture of the artifact is no PNG"),
        ("PICTURE", png(2100), "a picture of the artifact is no PNG of at most 2048 pixels a side"),
        ("PICTURE", two_heads(png(), 9000), "a picture of the artifact cannot be decoded: it has two sizes"),
        ("PICTURE", png()[:-20], "a picture of the artifact is no PNG"),
        ("PICTURE", png()[:40] + b"\0" * 9 + png()[49:], "a picture of the artifact cannot be decoded"),
    ],
)
def test_what_is_no_review_is_refused_whole(
    github: Stub, change: Path, capsys: Captured, name: str, data: bytes | None, why: str
) -> None:
    github.pull(5)
    files = left(change)
    name = f"{review(change).shots[0].after}.png" if name == "PICTURE" else name
    if data is None:
        del files[name]
    else:
        files[name] = data
    github.leave(40, files)
    assert run(["ci", "comment"]) == exits.USAGE
    assert why in capsys.readouterr().err
    assert github.comments == {}
    assert github.git("branch") == ""


def test_no_zip_at_all_is_refused(github: Stub, change: Path, capsys: Captured) -> None:
    github.pull(5)
    sound = zipped({"review.json": as_bytes(review(change))})
    start = 30 + len("review.json")  # of what is packed
    broken = sound[:start] + b"\xff" * 9 + sound[start + 9 :]
    for data in (b"MZ" * 400, broken, sound[:-9]):
        github.artifacts[40] = [("storyc-review", data)]
        assert run(["ci", "comment"]) == exits.USAGE
        assert "the artifact cannot be opened" in capsys.readouterr().err
    github.artifacts[40] = [("storyc-review", zipped({"review.json": b"{}"}, zipfile.ZIP_LZMA))]
    assert run(["ci", "comment"]) == exits.USAGE
    assert "`review.json` of the artifact is packed in an unusual way" in capsys.readouterr().err


def test_only_the_colours_of_a_picture_go_on(github: Stub, change: Path, capsys: Captured, tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    github.pull(5)
    files = left(change)
    files[f"{review(change).shots[0].after}.png"] = png(colour=(200, 0, 0), pnginfo=info) + b"<script>alert(2)</script>"
    files |= {"../../evil.png": png(), "evil.html": b"<script>", f"{'f' * 64}.png": png(30), "a/b.png": png()}
    github.leave(40, files)
    assert said(capsys) == "wrote the comment on pull request 5\n"
    names = github.names(PICTURES)
    assert len(names) == 6
    shown = [github.show(PICTURES, name) for name in names]
    assert not any(b"script" in data for data in shown)
    assert {Image.open(io.BytesIO(data)).size for data in shown} == {(20, 20)}
    assert not list(tmp_path.rglob("evil*"))


def test_pictures_that_somebody_else_puts_on_the_branch_meanwhile_stay(
    github: Stub, change: Path, capsys: Captured
) -> None:
    github.pull(5)
    github.leave(40, left(change))
    times = iter(range(2))

    def meanwhile() -> None:
        for number in times:
            blob = github.git("hash-object", "-w", "--stdin", data=b"%d" % number)
            tree = github.git("mktree", data=f"100644 blob {blob}\tother{number}.png\n".encode())
            github.git("update-ref", f"refs/heads/{PICTURES}", github.git("commit-tree", tree, "-m", "other"))
            return

    github.before_ref = meanwhile
    assert said(capsys) == "wrote the comment on pull request 5\n"
    assert len(github.names(PICTURES)) == 7


def test_the_token_is_needed_and_never_said(github: Stub, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN[:-1] + "x")
    assert run(["ci", "comment"]) == exits.USAGE
    err = capsys.readouterr().err
    assert "the server answers 401 to GET `pulls`: Bad credentials" in err
    assert TOKEN[:-1] not in err
    monkeypatch.setenv("GITHUB_API_URL", "http://example.org/api")
    assert run(["ci", "comment"]) == exits.USAGE
    assert "GITHUB_API_URL is `http://example.org/api`, which is not https" in capsys.readouterr().err
