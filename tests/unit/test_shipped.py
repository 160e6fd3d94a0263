"""Shipped templates as functions: up to date, and the same prompts and maps as Jinja's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.render import TemplateFault, context, jinja, load, render
from storyboard.compiler.render.shipped import SHIPPED
from storyboard.config import Config
from storyboard.source import DiskFiles
from storyboard.system import resources
from tests.helpers import BAD, OK, samples
from tools.gen_templates import function

ROOT = Path(__file__).resolve().parents[2]
WAN = resources.read("templates", "prompts/wan.j2")


def test_they_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_templates.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", SHIPPED)
def test_every_clip_that_we_have_has_the_prompt_and_the_map_of_jinja(text: str) -> None:
    ours, theirs = SHIPPED[text], jinja.compiled(text, "a", "", 16_384, ())
    clips = 0
    for path in (*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story")):
        for variant in ("", "all"):
            compiled = compile_story(DiskFiles(path.parent), path.name, Config(), Options(variant=variant))
            if compiled.profile is None or compiled.story is None:
                continue
            for clip in compiled.clips:
                given = context(clip, compiled.profile, compiled.story.cast)
                assert render(ours, given) == render(theirs, given)
                clips += 1
    assert clips > 500


def test_a_template_with_its_text_is_that_function_unless_it_is_too_large() -> None:
    assert load("wan", lambda path: None, 16_384) is SHIPPED[WAN]
    assert load("own", lambda path: WAN, 16_384) is SHIPPED[WAN]
    assert load("own", lambda path: f"{WAN}.", 16_384) not in SHIPPED.values()
    with pytest.raises(TemplateFault, match="larger than the limit of 10 bytes"):
        load("wan", lambda path: None, 10)


@pytest.mark.parametrize(
    "text",
    [
        "{{ title|upper }}",
        "{% for shot in shots %}{{ loop.index }}{% endfor %}",
        "{% if title %}a{% else %}b{% endif %}",
        "{{ shots[0].text }}",
        "{% include 'wan.j2' %}",
    ],
)
def test_a_template_that_holds_more_is_left_to_jinja(text: str) -> None:
    assert function("a", text) is None
