"""The site of docs/: its list of pages is whole, its links lead on, and the manual page has all commands."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import click
import pytest

from storyboard.cli import run
from storyboard.cli.program import commands, group
from storyboard.system import origin
from tests import docs
from tests.docs import DOCS
from tools.site import staging
from tools.site.__main__ import llms


def test_each_page_stands_in_the_list_once() -> None:
    listed = [entry.page for entry in staging.entries()]
    pages = [path.name for path in DOCS.glob("*.md") if path.name != "README.md"]
    assert sorted(listed) == sorted([*pages, "decisions/index.md", "schemas/index.md"])
    assert all(entry.group and entry.about for entry in staging.entries())
    assert re.findall(r"^- \[.+?\]\((.+?)\): ", llms(), re.MULTILINE) == listed


def test_links_lead_to_pages_of_the_site_or_are_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = staging.stage(tmp_path)
    for place, text in texts.items():
        for target in docs._LINK.findall(docs._CODE.sub("", docs._FENCE.sub("", text))):
            path = target.partition("#")[0]
            if "://" not in target and path:
                there = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
                assert there in texts or (tmp_path / there).is_file(), f"{place}: {target}"
    assert "[the tutorial](tutorial.md)" in texts["pages.md"] or "[tutorial](tutorial.md)" in texts["pages.md"]
    assert "](../" not in texts["architecture.md"]
    monkeypatch.setattr(origin, "REPOSITORY", "https://git.example/films/storyc")
    again = staging.stage(tmp_path)["architecture.md"]
    assert "[`front.py`](https://git.example/films/storyc/blob/main/storyboard/front.py)" in again


def test_the_manual_page_has_each_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "man"]) == 0
    page = capsys.readouterr().out
    assert page.isascii()
    assert page.startswith(".TH STORYC 1 ")
    context = click.Context(group, info_name="storyc")
    for about in commands():
        command = group.get_command(context, about.name)
        assert command is not None
        own = page.partition(f".SS storyc {about.name}")[2]
        assert own, about.name
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.opts[-1].replace("-", "\\-") in own, f"{about.name} {option.opts}"
    # A line that begins with a dot or an apostrophe is an order to troff.
    orders = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert orders == {".TH", ".SH", ".SS", ".B", ".PP", ".TP", ".nf", ".fi"}


def test_the_guide_for_agents_shows_no_command_that_is_not_run() -> None:
    """tests/test_docs.py runs the blocks of `console`."""
    page = DOCS / "agents.md"
    assert {block.kind for block in docs.blocks(page)} == {"story", "text", "console"}
    ran = [line for block in docs.blocks(page, "console") for line in block.text.splitlines() if line.startswith("$ ")]
    assert len(ran) >= 14
    named = re.findall(r"`storyc ([^`]+)`", docs.prose(page))
    assert named
    assert [words for words in named if not any(line.startswith(f"$ storyc {words}") for line in ran)] == []
