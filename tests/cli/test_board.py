"""A board by the command line: one page that anybody may open, and that says and asks nothing else."""

from __future__ import annotations

import html.parser
import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from storyboard import production
from storyboard.cli import run
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.request import shot_refs
from storyboard.config import Config
from storyboard.film.stills import jpeg, own_jpeg
from storyboard.production.build import films
from storyboard.production.files import paths
from storyboard.production.files.manifest import sha256
from storyboard.production.panels import MOST
from storyboard.project import gathering
from storyboard.project.compiling import compiled_story
from storyboard.project.finding import search
from storyboard.records import as_bytes
from storyboard.records.sidecars import ClipRecord, Provenance
from storyboard.report.board.drafting import DraftBoards
from storyboard.source import DiskFiles
from tests.cli.stories import BAD, GOOD
from tests.diff.repository import commit, git

Captured = pytest.CaptureFixture[str]
VOID = {"br", "hr", "img", "input", "link", "meta", "track"}
FOREIGN = {"script", "iframe", "object", "embed", "form", "base", "style", "link", "meta"}
TWO = """---
title: Two rooms
cast:
  ANNA: a woman [[ is Maren free? ]] in a red coat
variants:
  late:
    vars: {when: midnight}
vars: {when: noon}
takes: 2
---
A house at {{ when }}. [[ ask about the house ]]

# Hall
Shot 1 [0-2s, the door] @ANNA opens a door. [[ which door? ]]
  camera: slow push in
Shot 2 [2-5s] It is {{ when }}.
  ANNA (softly): "Hello?"

# Attic
Shot 1 [0-4.5s] Dust in the light.
end: Nobody answers.
"""


class Page(html.parser.HTMLParser):
    """A page as a browser reads it: its elements with their attributes, and the words in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.heads: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said.append(data)
            if re.fullmatch("h[1-6]", self.open[-1]) or (len(self.open) > 1 and re.fullmatch("h[1-6]", self.open[-2])):
                self.heads.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())

    def of(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [own for name, own in self.tags if name == tag and attributes.items() <= own.items()]

    def classed(self, name: str) -> int:
        return sum(name in own.get("class", "").split() for _, own in self.tags)


def page(path: str | Path) -> Page:
    read = Page(Path(path).read_text("utf-8"))
    inert(read)
    return read


def inert(read: Page) -> None:
    """Nothing runs, nothing is fetched, nothing leads anywhere but into the page."""
    assert [name for name, _ in read.tags if name in FOREIGN - {"style", "meta"}] == []
    policy = read.of("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert policy.startswith("default-src 'none'; img-src data:; media-src data:; style-src 'sha256-")
    ids = [own["id"] for _, own in read.tags if "id" in own]
    assert len(ids) == len(set(ids))
    for name, own in read.tags:
        assert not [key for key in own if key.startswith("on") or key in ("style", "srcset", "action")], (name, own)
        assert re.match(
            r"data:(image/(jpeg|png|webp)|video/mp4|text/vtt);base64,", own.get("src", "data:video/mp4;base64,")
        )
        assert re.fullmatch(r"#[\w-]+", own.get("href", "#x")), own
        assert own.get("href", "#")[1:] in ["", *ids]
        assert set(re.findall(r"url\((.)", " ".join(own.values()))) <= {"#"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "good.story").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_story_gets_its_page_and_the_same_one_again(folder: Path, capsys: Captured) -> None:
    (folder / "two.story").write_text(TWO)
    texts: list[str] = []
    for _ in range(2):
        assert run(["board", "two.story"]) == 0
        assert capsys.readouterr().out == "build/two.board.html\n"
        texts.append((folder / "build/two.board.html").read_text("utf-8"))
    assert texts[0] == texts[1]
    read = page("build/two.board.html")
    assert read.of("html") == [{"lang": "en"}]
    assert read.heads == [
        "Two rooms",
        "Cast",
        "1",
        "Hall",
        "Shot ",
        "1",
        "the door",
        "Shot ",
        "2",
        "2",
        "Attic",
        "Shot ",
        "3",
    ]
    # Numbers and times are the film's; the second clip is the paid five seconds long, of which a half is unused.
    assert "0:00–0:02 2 s" in read.text
    assert "0:05–0:09.5 4.5 s" in read.text
    assert "0:05–0:10 5 s 1 shot unused seconds: 0.5" in read.text
    assert "3 shots 2 clips 0:10 1280×720 2.5 USD for 4 takes" in read.text
    assert "ANNA softly “Hello?”" in read.text
    assert "Camera slow push in" in read.text
    assert "Nobody answers." in read.text
    assert read.text.count("ask about the house") == 1
    assert "which door?" in read.text
    assert "ANNA a woman in a red coat is Maren free?" in read.text
    assert "A house at noon." in read.text
    # What the clip is told, once for both of its takes.
    assert len(read.of("details")) == 2
    (folder / "build/two.board.html").write_text("mine")
    assert run(["board", "two.story"]) == 2
    assert "error: no board: `build/two.board.html` was changed since storyc wrote it" in capsys.readouterr().err


def test_a_part_of_the_timeline_is_as_wide_as_it_is_long(folder: Path) -> None:
    (folder / "two.story").write_text(TWO)
    assert run(["board", "two.story"]) == 0
    sheet = (folder / "build/two.board.html").read_text("utf-8").partition("<style>")[2].partition("</style>")[0]
    grows = {
        selector.strip(): int(grow)
        for selector, grow in re.findall(r"([^{}]+)\{[^{}]*?\bflex(?:-grow)?: ?(\d+)", sheet)
        if ".timeline li" in selector or re.search(r"\.g\d", selector)
    }
    lengths = [selector for selector in grows if selector != ".timeline li"]
    assert [grows[selector] for selector in lengths] == [int(selector.rpartition(".g")[2]) or 1 for selector in lengths]
    # The sheet's own rule for all parts stands above, and must not win: its selector is a class and an element.
    assert ".timeline li" in grows
    assert all(selector.count(".") > 1 for selector in lengths)


def test_a_page_that_cannot_be_written_is_said(folder: Path, capsys: Captured) -> None:
    (folder / "build").write_text("a file")
    assert run(["board", "good.story"]) == 2
    assert "error: no board: `build/good.board.html`" in capsys.readouterr().err
    assert run(["board", "good.story", "-o", "build/"]) == 2
    assert "error: `build` cannot be made: File exists" in capsys.readouterr().err
    assert (folder / "build").read_text() == "a file"


def test_a_client_gets_the_film_and_nothing_else(folder: Path) -> None:
    (folder / "two.story").write_text(TWO)
    assert run(["board", "--client", "two.story", "-o", "c.html"]) == 0
    read = page("c.html")
    for word in ("USD", "which door?", "house ]]", "ask about", "Maren", "@segmind", "multi", "Prompt"):
        assert word not in Path("c.html").read_text("utf-8"), word
    assert read.classed("notes") == read.classed("checks") == len(read.of("input")) == 0
    assert read.classed("shot") == 3
    assert run(["board", "--no-prices", "two.story", "-o", "p.html"]) == 0
    assert "USD" not in page("p.html").text
    assert "which door?" in page("p.html").text


def test_stories_share_a_page_or_a_folder(folder: Path, capsys: Captured) -> None:
    (folder / "films").mkdir()
    (folder / "films/two.story").write_text(TWO)
    assert run(["board", ".", "-o", "all.html"]) == 0
    assert capsys.readouterr().out == "all.html\n"
    read = page("all.html")
    assert len(read.of("article")) - len([own for own in read.of("article") if "film" not in own.get("class", "")]) == 2
    assert read.classed("shot") == 5
    assert {"f1-shot-1", "f2-shot-1"} <= {own.get("id") for own in read.of("li")}
    assert run(["board", ".", "-o", "out/"]) == 0
    assert capsys.readouterr().out == "out/films/two.board.html\nout/good.board.html\n"
    page("out/films/two.board.html")
    assert run(["board", "nowhere.story"]) == 2


def test_a_page_is_made_of_what_can_be_read_and_says_what_is_wrong_where_it_is(folder: Path, capsys: Captured) -> None:
    (folder / "bad.story").write_text(BAD)
    assert run(["board", "bad.story"]) == 0
    assert "note: 1 error in `bad.story`; `storyc check` shows what is wrong" in capsys.readouterr().err
    text = (folder / "build/bad.board.html").read_text("utf-8")
    second = text.index('id="shot-2"')
    assert text.index('class="checks"') > second
    assert "SB201" in text[second:]
    read = page("build/bad.board.html")
    assert read.classed("error") == 1
    assert "0:00–0:03 3 s" in read.text
    assert "0:02–0:05 3 s" in read.text  # as written, though both cannot be


HOSTILE = "</title></style></p><script>alert(1)</script><img src=x onerror=alert(1)> \" onload='x' ]]> <!-- \u202e javascript:x"


def test_whatever_a_writer_has_typed_stays_words(folder: Path) -> None:
    words = HOSTILE.replace("'", "''")
    (folder / "evil.story").write_text(
        f"---\ntitle: '{words}'\ncast:\n  ANNA: '{words}'\n---\n{HOSTILE}\n\n# {HOSTILE}\n[[ {HOSTILE} ]]\n"
        f"Shot 1 [0-5s, <b onclick=x>title</b>] @ANNA {HOSTILE} [[ {HOSTILE} ]]\n  camera: {HOSTILE}\n"
        f'  ANNA (<b>loud</b>): "{HOSTILE}"\n  picture: evil.png\n',
        encoding="utf-8",
    )
    (folder / "evil.png").write_bytes(b"\x89PNG\r\n\x1a\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    (folder / 'film "><script>.story').write_text(GOOD)
    assert run(["board", ".", "-o", "all.html"]) == 0
    read = page("all.html")
    assert read.text.count("<script>alert(1)</script>") >= 10
    raw = Path("all.html").read_text("utf-8")
    assert "<script" not in raw
    assert "\u202e" not in raw
    assert "<b onclick=x>title</b>" in read.text
    assert "<b>loud</b>" in read.text
    assert read.classed("shot") == 5
    assert 'src="x' not in raw
    # The footer of the printed pages is a string of the style.
    style = raw[raw.index("<style>") : raw.index("</style>")]
    assert "alert(" not in style
    assert "<" not in style.replace("<style>", "")


def test_a_key_in_a_story_is_not_handed_on(folder: Path) -> None:
    key = "SG_" + "0123456789abcdef"
    (folder / "good.story").write_text(GOOD + f"// {key}\nShot 3 [5-6s] A sign: {key}.\n")
    run(["board", "good.story", "-o", "a.html"])
    assert key not in Path("a.html").read_text("utf-8")


def photo(seed: int, size: tuple[int, int] = (1600, 900)) -> bytes:
    """A picture that does not compress well, with a place in its metadata."""
    image = Image.effect_noise(size, 90 + seed).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_a_writers_picture_is_shown_small_and_without_what_the_camera_noted(folder: Path) -> None:
    (folder / "a.jpg").write_bytes(photo(1))
    (folder / "good.story").write_text(GOOD.replace("a match.", "a match.\n  picture: a.jpg"))
    assert b"SecretCamera" in (folder / "a.jpg").read_bytes()
    assert run(["board", "good.story"]) == 0
    read = page("build/good.board.html")
    (image,) = read.of("img")
    assert image["decoding"] == "sync"  # a program that takes a picture of the page waits for no more than the page
    assert image["src"].startswith("data:image/jpeg;base64,/9j/")
    assert b"SecretCamera" not in own_jpeg((folder / "a.jpg").read_bytes(), 90_000)  # type: ignore[operator]
    assert len(image["src"]) < 96_000 * 4 / 3 + 40
    assert len(read.of("svg")) == 1


@pytest.mark.parametrize("most", [60_000, 12_000, 2_500])
def test_a_picture_keeps_to_its_bytes(most: int) -> None:
    assert len(jpeg(Image.effect_noise((1500, 1100), 90), most)) <= most


def test_two_hundred_shots_are_a_page_for_a_mail(folder: Path) -> None:
    shot = "Shot {0} [{1}-{2}s] A wide street at night, lamp {0} burns, and ANNA walks below it in the rain.\n  camera: slow push in\n"
    (folder / "long.story").write_text(
        "---\ncast:\n  ANNA: a woman in a red coat\n---\n"
        + "".join(
            f"# Clip {clip}\n" + "".join(shot.format(at + 1, at * 3, at * 3 + 3) for at in range(5)) + "\n"
            for clip in range(40)
        )
    )
    assert run(["board", "long.story"]) == 0
    assert (folder / "build/long.board.html").stat().st_size < 8_000_000
    read = page("build/long.board.html")
    assert read.classed("shot") == 200
    # Its timeline has a bar for each clip: those of shots would be too narrow to hit.
    assert len([own for own in read.of("a") if own.get("aria-label", "").startswith("Clip ")]) == 40


def test_more_shots_than_a_page_holds_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert MOST == 1000
    monkeypatch.setattr(production.panels, "MOST", 1)
    assert run(["board", "good.story"]) == 2
    assert (
        "error: a board holds 1 shots, and these are 2: name fewer stories, or clips by `--only`"
        in capsys.readouterr().err
    )


def test_without_the_extra_small_pictures_are_shown_as_they_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    small, large = io.BytesIO(), photo(2)
    Image.new("RGB", (32, 18), "red").save(small, "PNG")
    (folder / "a.png").write_bytes(small.getvalue())
    (folder / "b.jpg").write_bytes(large)
    (folder / "good.story").write_text(GOOD.replace("match.", "match.\n  picture: a.png") + "  picture: b.jpg\n")
    monkeypatch.setattr("storyboard.production.panels.lacks_video", lambda: True)
    monkeypatch.setattr("storyboard.production.build.lacks_video", lambda: True)
    assert run(["board", "good.story"]) == 0
    (image,) = page("build/good.board.html").of("img")
    assert image["src"].startswith("data:image/png;base64,")
    err = capsys.readouterr().err
    assert f"note: `b.jpg` is not shown: {len(large) // 1000} kB are too many for the page" in err
    assert "need the extra `video`: " in err


def paid(folder: Path, story: str, take: int, variant: str = "") -> Path:
    """A take of the first clip as if it had been paid for: the clip drawn here, with the record of a paid one."""
    compiled = compile_story(DiskFiles(folder), story, Config(), Options(variant=variant))
    (film,) = films(DiskFiles(folder), compiled, Config(), Options(variant=variant))
    request = next(request for request in film.requests if request.take == take)
    base = paths.clip_base(folder / "build", story, variant, request.clip, len(film.clips))
    clip = paths.paid(base, take)
    clip.write_bytes(paths.animatic(base).read_bytes() + bytes(8))
    record = ClipRecord(
        story=story, clip=request.clip, variant=variant, take=take, profile=request.profile, request_sha256=request.sha256,
        seed=None, price_usd=0.625, duration=request.seconds, planned=request.seconds, shots=shot_refs(request),
        provenance=Provenance("segmind", "r1", "a1", None, None), sha256=sha256(clip), size=None, storyc="0",
    )  # fmt: skip
    paths.record(base, take).write_bytes(as_bytes(record))
    return clip


@pytest.fixture
def filmed(folder: Path, capsys: Captured) -> Path:
    (folder / "two.story").write_text(TWO)
    assert run(["build", "--draft", "--planned", "two.story"]) == 0
    capsys.readouterr()
    return folder


def test_takes_stand_side_by_side_with_what_was_measured_of_them(filmed: Path) -> None:
    assert run(["board", "two.story"]) == 0
    read = page("build/two.board.html")
    # The film of these words is small, and heard words are its captions.
    assert len(read.of("video")) == len(read.of("track")) == 1
    assert len(read.of("img")) == 0
    for take in (1, 2):
        paid(filmed, "two.story", take)
    assert run(["board", "two.story"]) == 0
    read = page("build/two.board.html")
    # Two shots of the board are frames of the higher take, and each take has both.
    assert len(read.of("img")) == 6
    assert "Side by side 1 2 Take 1" in read.text
    assert "Take 1 in the film" not in read.text
    assert "Take 2 in the film" in read.text
    assert "0.625 USD paid" in read.text
    assert "1.25 USD paid" in read.text
    assert "; cuts 1 of 1" in read.text
    assert (filmed / "build/two/01-hall.verify.json").is_file()
    assert read.of("video") == []  # it was joined of other clips
    assert run(["board", "--client", "two.story", "-o", "c.html"]) == 0
    assert "Side by side" not in page("c.html").text
    assert len(page("c.html").of("img")) == 2
    # The writer picks the other take, which changes no request; `--take` is asked for here and now.
    (filmed / "two.story").write_text(TWO.replace("takes: 2", "takes: 2\npick: 1"))
    assert run(["board", "two.story"]) == 0
    assert "Take 1 in the film" in page("build/two.board.html").text
    assert run(["board", "--take", "2", "two.story", "-o", "c.html"]) == 0
    assert "Take 1 in the film" not in page("c.html").text
    (filmed / "two.story").write_text(TWO.replace("opens a door", "shuts a door"))
    assert run(["board", "two.story"]) == 0
    assert page("build/two.board.html").of("img") == []  # what was paid for says other words


def test_variants_stand_side_by_side_with_their_words(folder: Path) -> None:
    (folder / "two.story").write_text(TWO)
    assert run(["board", "--variant", "all", "two.story"]) == 0
    read = page("build/two.board.html")
    assert read.text.count("Side by side") == 2
    assert "As written 5 s, 1280×720 late 5 s, 1280×720 It is midnight. ANNA: Hello?" in read.text
    assert run(["board", "--variant", "late", "two.story"]) == 0
    assert "A house at midnight." in page("build/two.late.board.html").text


def test_a_part_keeps_the_numbers_of_the_whole(folder: Path) -> None:
    (folder / "two.story").write_text(TWO)
    assert run(["board", "--only", "attic", "two.story", "-o", "a.html"]) == 0
    read = page("a.html")
    assert read.classed("shot") == 1
    assert [own["id"] for own in read.of("li") if "id" in own] == ["shot-3"]
    assert "0:05–0:09.5" in read.text


def test_a_draft_is_written_to_no_place_that_a_link_leads_to(folder: Path) -> None:
    (project,) = gathering.projects(search(("good.story",)), {})
    story = compiled_story(project, "good.story", Options())
    mine = folder / "mine.html"
    mine.write_text("mine")
    target = folder / "build/_draft/good.board.html"
    target.parent.mkdir(parents=True)
    target.symlink_to(mine)
    assert "is a link, and nothing is written through one" in str(DraftBoards(Options()).write(story))
    target.unlink()
    assert DraftBoards(Options()).write(story) == target
    page(target)
    assert mine.read_text() == "mine"


def test_before_and_after_show_what_has_changed_and_nothing_else(folder: Path, capsys: Captured) -> None:
    (folder / "a.jpg").write_bytes(photo(1, (64, 36)))
    (folder / "two.story").write_text(TWO.replace("Dust in the light.", "Dust in the light.\n  picture: a.jpg"))
    git(folder, "init", "-q")
    commit(folder)
    assert run(["board", "--compare", "HEAD", "two.story"]) == 0
    assert capsys.readouterr().out == "build/two.changes.html\n"
    assert "Nothing in the film has changed." in page("build/two.changes.html").text
    text = (folder / "two.story").read_text()
    (folder / "two.story").write_text(text.replace("opens a door", "opens a <gate>"))
    assert run(["board", "--compare", "HEAD", "two.story"]) == 0
    read = page("build/two.changes.html")
    assert "1 of 2 clips changed 1.25 USD" in read.text
    assert read.classed("pair") == 1
    assert len(read.of("del")) == len(read.of("ins")) == 2  # in the list of changes, and at the shot
    assert "<gate>" in read.text
    assert "Attic" not in read.text
    # Another picture is a change of the board, though the model is told the same.
    (folder / "a.jpg").write_bytes(photo(9, (64, 36)))
    assert run(["board", "--compare", "HEAD", ".", "-o", "c.html"]) == 0
    read = page("c.html")
    assert "other pictures" in read.text
    assert len(read.of("img")) == 2
    assert len({own["src"] for own in read.of("img")}) == 2
    assert run(["board", "--compare", "v9", "two.story"]) == 2
    assert run(["board", "--compare", "HEAD", "-"]) == 2


def test_a_shot_stands_beside_what_it_was_as_in_a_review(folder: Path) -> None:
    before = "Shot 1 [0-4s] A grey cat sleeps on the warm roof.\nShot 2 [4-8s] A dog.\n"
    (folder / "two.story").write_text(before)
    git(folder, "init", "-q")
    commit(folder)
    after = "Shot 1 [0-2s] Rain.\nShot 2 [2-6s] A black cat sleeps on the warm roof.\nShot 3 [6-8s] A dog.\n"
    (folder / "two.story").write_text(after)
    assert run(["board", "--compare", "HEAD", "two.story"]) == 0
    read = page("build/two.changes.html")
    # What is new came before the cat, which is still the cat; the dog is shorter.
    assert re.search(r"no such shot yet After [^B]*2 s Rain\. Before [^A]*A[^A]* 4 s A grey cat", read.text)
    assert run(["ci", "review", "-o", "review", "two.story"]) == 0
    shots = json.loads((folder / "review/review.json").read_text())["shots"]
    assert [(shot["shot"], shot["before"] is None) for shot in shots] == [(1, True), (2, False), (3, False)]
    assert read.classed("pair") == len(shots)
