"""The pages of `storyc board` in Chromium: three widths, both themes, paper, the keyboard, axe, and hostile words."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from storyboard.cli import run
from tests import helpers
from tests.cli.test_board import HOSTILE, TWO, paid
from tests.diff.repository import commit, git

AXE = Path(__file__).resolve().parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180_000  # milliseconds, for a machine that does other things as well
WIDTHS = (390, 820, 1440)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What lies in the story's own file is neither asked for nor told to anybody.
ALONE = re.compile(r"^(file|data|blob):")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "there is no Chromium; Debian has it as `chromium`"
    # As root, as in a container, Chromium has no sandbox.
    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with boards of all kinds."""
    root = tmp_path_factory.mktemp("boards")
    for name in ("evolution", "paraguas", "variants"):
        shutil.copy(helpers.SAMPLES / f"{name}.story", root)
    (root / "storyc.toml").write_text("")
    for name in ("two", "film"):
        (root / f"{name}.story").write_text(TWO)
    words = HOSTILE.replace("'", "''")
    (root / "evil.story").write_text(
        f"---\ntitle: '{words}'\n---\n{HOSTILE}\n\n# {HOSTILE}\n"
        f'Shot 1 [0-5s, <b onclick=x>title</b>] {HOSTILE} [[ {HOSTILE} ]]\n  ANNA: "{HOSTILE}"\n  picture: evil.png\n',
        encoding="utf-8",
    )
    (root / "evil.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    before = Path.cwd()
    os.chdir(root)
    git(root, "init", "-q")
    commit(root)
    assert run(["build", "--draft", "--planned", "two.story", "film.story", "-q"]) == 0
    for take in (1, 2):
        paid(root, "two.story", take)
    assert run(["board", "-q", "--variant", "all", "variants.story"]) == 0
    for name in ("evolution", "paraguas", "two", "film", "evil"):
        assert run(["board", "-q", f"{name}.story"]) == 0
    assert run(["board", "-q", ".", "-o", "all.html"]) == 0
    for name, was, now in (("evolution", "wet pop", "loud pop"), ("paraguas", "Plano general", "Plano detalle")):
        story = root / f"{name}.story"
        story.write_text(story.read_text("utf-8").replace(was, now), "utf-8")
    assert run(["board", "-q", "--compare", "HEAD", "evolution.story", "paraguas.story", "-o", "changes.html"]) == 0
    yield root
    os.chdir(before)


PAGES = ("build/evolution.board", "build/paraguas.board", "build/two.board", "build/variants.board", "all", "changes")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_finding_on_any_width_and_speaks_to_nobody(browser: Browser, folder: Path, name: str) -> None:
    """Axe needs a script in the page, which the page's own policy forbids: that is lifted for it, and tried below."""
    for scheme, widths in (("light", WIDTHS), ("dark", WIDTHS[1:2])):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        heard = listening(page)
        page.goto((folder / f"{name}.html").as_uri())
        page.evaluate(AXE.read_text("utf-8"))
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(OVERFLOW) == 0, width
            # A page of many films has what the others have; its own is looked at once.
            if name != "all" or scheme == "dark":
                faults = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
                assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], (width, scheme)
        assert heard == []
        context.close()


def listening(page: Page) -> list[str]:
    """What a page says, asks for or opens from now on."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss())[1])
    page.on("popup", lambda other: heard.append("popup"))
    page.on("request", lambda asked: None if ALONE.match(asked.url) else heard.append(asked.url))
    return heard


def test_hostile_words_and_pictures_stay_inert(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    heard = listening(page)
    page.goto((folder / "build/evil.board.html").as_uri())
    page.get_by_role("link", name="Shot 1: show it large").click()
    page.get_by_label("Notes").check()
    assert page.locator("script, iframe, object, embed, [onclick], [onerror], [onload]").count() == 0
    assert page.locator("img").count() == 0
    assert page.get_by_role("heading", level=1).inner_text().startswith("</title></style></p><script>alert(1)</script>")
    # Even if words became markup, the page's policy would not run them, nor style them.
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(2)><p style=color:red id=p>')"
    )
    page.wait_for_function("document.querySelector('img').complete")
    assert page.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert "dialog" not in heard
    assert all(word.startswith("console: ") and "Content Security Policy" in word for word in heard)
    page.close()


def test_a_keyboard_reaches_all(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto((folder / "build/evolution.board.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the shots"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").endswith("Shot 1: show it large")
    small = page.locator("#shot-1").bounding_box()
    page.keyboard.press("Enter")
    large = page.locator("#shot-1").bounding_box()
    assert small is not None
    assert large is not None
    assert large["width"] > small["width"] * 2.5
    for _ in range(5):  # as far as the next shot's link, wherever what is large has others
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Next":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "shot-2"
    notes = page.locator(".notes").first
    assert not notes.is_visible()
    page.get_by_label("Notes").focus()
    page.keyboard.press("Space")
    assert notes.is_visible()
    page.close()


def test_the_film_plays_with_its_captions(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "build/film.board.html").as_uri())
    page.locator("video").evaluate(
        "video => { video.textTracks[0].mode = 'showing'; video.muted = true; return video.play() }"
    )
    page.wait_for_function("document.querySelector('video').currentTime > 0", timeout=PATIENCE)
    page.wait_for_function("document.querySelector('track').readyState === 2", timeout=PATIENCE)
    assert page.locator("video").evaluate("video => video.textTracks[0].cues[0].text") == "<v ANNA>Hello?"
    page.close()


def test_paper_gets_whole_shots(browser: Browser, folder: Path) -> None:
    """A shot that does not fit is moved to the next sheet: nine shots are two sheets of A4."""
    page = browser.new_page(color_scheme="dark")
    page.goto((folder / "build/evolution.board.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True, format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 2
    assert re.search(rb"/MediaBox\s*\[0 0 84[12]", printed)  # landscape
    page.emulate_media(media="print")
    shown: Any = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert shown == "rgb(255, 255, 255)"
    assert not page.locator(".tools").is_visible()
    assert page.locator(".shot").first.evaluate("shot => getComputedStyle(shot).breakInside") == "avoid"
    page.close()


def test_two_hundred_shots_with_pictures_of_their_own_are_under_8_megabytes(browser: Browser, folder: Path) -> None:
    """Pictures of noise compress worst."""
    (folder / "many").mkdir()
    data = io.BytesIO()
    Image.effect_noise((640, 360), 90).convert("RGB").save(data, "JPEG", quality=70)
    for number in range(200):
        (folder / f"many/{number}.jpg").write_bytes(data.getvalue())
    story = "".join(
        f"# Part {clip}\n"
        + "".join(
            f"Shot {at + 1} [{at * 3}-{at * 3 + 3}s] A door.\n  picture: many/{clip * 5 + at}.jpg\n" for at in range(5)
        )
        + "\n"
        for clip in range(40)
    )
    (folder / "many.story").write_text(story)
    assert run(["board", "-q", "many.story"]) == 0
    target = folder / "build/many.board.html"
    assert 4_000_000 < target.stat().st_size < 8_000_000
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(target.as_uri())
    assert page.locator(".shot img").count() == 200
    assert page.evaluate(OVERFLOW) == 0
    page.close()
