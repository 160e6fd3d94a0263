"""The page that `make tab` has built, in Chromium: it says what the command line says, and it speaks to nobody."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests import helpers

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "web" / "dist"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180_000  # milliseconds, for a machine that does other things as well
ANSWER = "async ([name, ...words]) => (await window.storyc.compiler.ask(name, ...words))"


class Server(SimpleHTTPRequestHandler):
    """A web server that notes what it is asked for."""

    asked: ClassVar[list[str]] = []
    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[Server] = Server) -> Iterator[str]:
    """The address of a folder, for as long as it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    assert (DIST / "index.html").is_file(), "`make tab` builds the page"
    with served(DIST) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    assert CHROMIUM, "there is no Chromium; Debian has it as `chromium`"
    # As root, as in a container, Chromium has no sandbox.
    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE)
        yield context
        chromium.close()


@pytest.fixture(scope="module")
def page(browser: BrowserContext, address: str) -> Page:
    return opened(browser, address)


def opened(browser: BrowserContext, address: str) -> Page:
    expect.set_options(timeout=PATIENCE)
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("#status")).to_have_attribute("data-kind", "ok")
    return page


def ask(page: Page, name: str, *words: Any) -> Any:
    """What a function of web/tab.py answers in the page."""
    return page.evaluate(ANSWER, [name, *words])["value"]


def hold(page: Page, path: str, data: bytes) -> None:
    page.evaluate("([path, bytes]) => window.storyc.compiler.ask('hold', path, new Uint8Array(bytes))", [path, [*data]])


def on_the_command_line(folder: Path, *words: str) -> list[dict[str, Any]]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("STORYC")}
    done = subprocess.run(
        [sys.executable, "-m", "storyboard", *words, "--format", "json"],
        cwd=folder, env={**environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    return json.loads(done.stdout)


def write(page: Page, text: str) -> None:
    """Type a text in place of what the editor holds."""
    page.locator("#editor .cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_samples_and_cases_give_what_the_command_line_gives(page: Page, tmp_path: Path) -> None:
    """Of each the diagnostics, the requests and their hashes; the bad cases lie in one project, as on the disk."""
    bad = shutil.copytree(helpers.BAD, tmp_path / "bad")
    for case in helpers.bad_cases():
        (bad / case.name).write_bytes(helpers.parted(case)[0])
    assert same(page, bad) >= 50
    assert same(page, shutil.copytree(helpers.SAMPLES, tmp_path / "samples")) >= 18
    for case in helpers.ok_cases():
        assert same(page, shutil.copytree(case, tmp_path / case.name)) == 1


def same(page: Page, folder: Path) -> int:
    """Hold what the page says of each story of a project against the command line; how many there are."""
    (folder / "storyc.toml").touch()
    mistakes = on_the_command_line(folder, "check", ".")
    requests = on_the_command_line(folder, "render", ".")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stories = sorted(path for path in files if path.endswith(".story"))
    ask(page, "open", {}, stories[0])
    for path, data in files.items():
        hold(page, path, data)
    for story in stories:
        ask(page, "turn", story)
        said = ask(page, "check", "")["story"]
        own = [mistake for mistake in said["diagnostics"] if mistake["path"] == story]
        assert own == [mistake for mistake in mistakes if mistake["path"] == story], story
        assert said["requests"] == [request for request in requests if request["story"] == story], story
    assert mistakes or requests
    return len(stories)


def test_models_are_compared_as_on_the_command_line(page: Page) -> None:
    story = "samples/evolution.story"
    rows = on_the_command_line(ROOT, "compare", story)
    ask(page, "open", {"evolution.story": (ROOT / story).read_text(encoding="utf-8")}, "evolution.story")
    ask(page, "check", "")
    for model in ask(page, "models"):
        told = ask(page, "compare", model)
    clips = [row for row in rows if row["model"] == told[0]["model"]]
    assert [row["model"] for row in told] == [*dict.fromkeys(row["model"] for row in rows)]
    assert told[0]["price_usd"] == pytest.approx(sum(clip["price_usd"] for clip in clips))


def test_a_writer_mends_a_story_by_a_click_and_sees_its_price(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    expect(page.locator("#sum .verdict")).to_have_text("1 error")
    assert page.locator("#ruler .hole").count() == 2
    page.locator(".problem .fix").click()
    expect(page.locator("#sum .verdict")).to_have_text("No mistakes")
    expect(page.locator("#sum .price")).to_have_text("1.25 USD for 1 generation, 10 s")
    page.get_by_role("tab", name="Request").click()
    assert len(page.locator(".hash").inner_text()) == 64
    page.locator("#ruler .shot").nth(2).click()
    expect(page.locator("#ruler .shot.here b")).to_have_text("3")
    page.get_by_role("tab", name="Board").click()
    expect(page.locator(".card svg")).to_have_count(3)
    # The words of a card, 20 of its 640 pixels high, can be read.
    page.set_viewport_size({"width": 1440, "height": 900})
    assert all(card.evaluate("card => card.clientWidth") >= 280 for card in page.locator(".card svg").all())
    expect(page.locator(".card.here")).to_contain_text("alley")
    page.get_by_role("tab", name="Models").click()
    expect(page.locator("#panels .foot")).to_contain_text("cheapest")
    page.locator("tbody", has_text="kling-v3@kling").get_by_role("button", name="Use").click()
    expect(page.locator("#sum .model")).to_have_attribute("title", "kling-v3@kling")
    page.keyboard.press("Control+Z")
    expect(page.locator("#sum .model")).not_to_have_attribute("title", "kling-v3@kling")


def test_a_help_names_a_panel_and_no_command(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    write(page, "---\nmodel: zzz\n---\nShot 1 [0-5s] A lamp.\n")
    expect(page.locator("#panels .help").first).to_have_text("Name a model that the panel Models lists")
    # None of them is in use yet, and each can be taken.
    page.get_by_role("tab", name="Models").click()
    expect(page.locator("#panels .use")).to_have_count(len(ask(page, "models")))
    page.locator("#panels tbody", has_text="wan-2.6-t2v@segmind").get_by_role("button", name="Use").click()
    expect(page.locator("#panels .current")).to_have_count(1)
    expect(page.locator("#editor .cm-content")).to_contain_text("model: wan-2.6-t2v@segmind")


def test_the_page_is_no_wider_than_a_phone(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for name in page.get_by_role("tab").all():
            name.click()
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_link_holds_the_story_and_a_text_is_never_markup(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    text = 'Shot 1 [0-5s] 灯 🎬 é <img src=x onerror="document.title=1">'
    write(page, text)
    expect(page.locator("#ruler .shot", has_text="🎬")).to_have_count(1)
    expect(page).to_have_url(re.compile("#story="))
    other = opened(browser, page.url)
    assert other.locator("#editor .cm-content").inner_text() == text
    expect(other.locator("#ruler .shot", has_text="<img src=x")).to_have_count(1)
    other.get_by_role("tab", name="Board").click()
    expect(other.locator(".card svg")).to_contain_text("<img src=x")
    assert other.locator("#ruler img, .card img, .card image, .card script, .card foreignObject").count() == 0
    assert other.title() == "storyc"
    # Another story does not cost the writer's own: the way back leads there.
    page.select_option("#samples", "teapot.story")
    expect(page.locator("#ruler .shot")).to_have_count(4)
    page.go_back()
    expect(page.locator("#ruler .shot", has_text="🎬")).to_have_count(1)
    other.goto("about:blank")
    other.goto(f"{address}#story=AAAA")
    expect(other.locator("#sum .verdict")).to_have_text("1 error")


def test_files_that_are_opened_together_are_a_project(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    page.locator("#chooser").set_input_files(
        [
            {"name": "film.story", "mimeType": "", "buffer": b"include: cast.yaml\nShot 1 [0-5s] @ANNA waits.\n"},
            {"name": "cast.yaml", "mimeType": "", "buffer": b"cast: {ANNA: a woman in a red coat}\n"},
            {"name": "other.story", "mimeType": "", "buffer": b"Shot 1 [0-5s] A lamp.\nShot 2 [5-10s] A hand.\n"},
        ]
    )
    expect(page.locator("#files button")).to_have_count(3)
    expect(page.locator("#sum .verdict")).to_have_text("No mistakes")
    page.get_by_role("tab", name="Prompt").click()
    expect(page.locator(".prompt")).to_contain_text("ANNA (a woman in a red coat) waits.")
    page.get_by_role("tab", name="cast.yaml").click()
    write(page, "cast: {ANNA: a girl}\n")
    expect(page.locator(".prompt")).to_contain_text("ANNA (a girl) waits.")
    page.get_by_role("tab", name="other.story").click()
    expect(page.locator("#ruler .shot")).to_have_count(2)


def test_a_folder_that_is_dropped_is_a_project(browser: BrowserContext, address: str) -> None:
    page = opened(browser, address)
    tools = browser.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        dragged = {"items": [], "files": [str(helpers.SAMPLES)], "dragOperationsMask": 1}
        tools.send("Input.dispatchDragEvent", {"type": step, "x": 300, "y": 300, "data": dragged})
    page.get_by_role("tab", name="pictures.story").click()
    expect(page.locator("#sum .verdict")).to_have_text("No mistakes")
    page.get_by_role("tab", name="series/1-fog.story").click()
    expect(page.locator("#files button[aria-selected=true]")).to_have_text("series/1-fog.story")
    expect(page.locator("#sum .verdict")).to_have_text("No mistakes")


def test_it_works_with_the_network_cut_and_asks_no_other_server(
    browser: BrowserContext, address: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    requests: list[str] = []
    browser.on("request", lambda request: requests.append(request.url))
    page = opened(browser, address)
    browser.set_offline(True)
    try:
        write(page, "Shot 1 [0-3s] A lamp.\nShot 2 [2-5s] A hand.")
        expect(page.locator("#panels .message")).to_have_text("Shot 2 starts at 2s but shot 1 ends at 3s")
        write(page, "Shot 1 [0-5s] A lamp.")
        expect(page.locator("#sum .price")).to_contain_text("0.625 USD")
        page.select_option("#samples", "teapot.story")
        expect(page.locator("#sum .verdict")).to_have_text("No mistakes")
        page.get_by_role("tab", name="Models").click()
        expect(page.locator("#panels .foot")).to_contain_text("cheapest")
    finally:
        browser.set_offline(False)
    assert [url for url in requests if not url.startswith((address, "blob:"))] == []
    # Neither the page nor the compiler's thread could, if something in them wanted to.
    with served(tmp_path, type("Stranger", (Server,), {"asked": asked})) as elsewhere:
        ask_elsewhere = f"() => fetch('{elsewhere}').then(() => 'answered', () => 'refused')"
        assert page.evaluate(ask_elsewhere) == "refused"
        assert [worker.evaluate(ask_elsewhere) for worker in page.workers] == ["refused"]
    assert asked == []


def test_what_the_page_takes(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """The figures of this machine, as it is now: printed, and no condition."""
    story = (ROOT / "samples" / "evolution.story").read_text(encoding="utf-8")
    ask(page, "open", {"evolution.story": story}, "evolution.story")
    times = [page.evaluate(ANSWER, ["check", ""])["ms"] for _ in range(30)]
    size = sum(path.stat().st_size for path in DIST.rglob("*") if path.is_file())
    fresh = page.locator("#status span").all_inner_texts()
    with capsys.disabled():
        print(f"\n{size / 1e6:.1f} MB; {', '.join(fresh)}")
        print(
            f"a check of samples/evolution.story: least {min(times):.1f} ms, median {statistics.median(times):.1f} ms"
        )
    assert all(ms > 0 for ms in times)
