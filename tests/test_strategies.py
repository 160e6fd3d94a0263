"""Stories, edits and settings that hypothesis makes up: what is meant is read, and nothing raises."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.config import ConfigError, Limits, load
from storyboard.language.syntax.parser import kind_of
from storyboard.timing import seconds
from tests import strategies as made
from tests.compiling import codes, compiled
from tools.fuzz import targets

EXAMPLES = made.examples()


@given(made.films())
@settings(max_examples=150)
def test_what_a_writer_means_is_read(film: made.Drawn) -> None:
    story = compiled(film.text)
    assert [code for code in codes(story) if code.startswith("SB1")] == []
    read = [
        [(seconds(shot.start or 0), seconds(shot.end or 0), shot.action.value.strip()) for shot in clip.shots]
        for clip in story.clips
    ]
    assert read == [[(str(start), str(end), words) for start, end, words in shots] for shots in film.clips]


@pytest.mark.parametrize(("kind", "line"), EXAMPLES)
def test_the_grammars_examples_are_what_it_says(kind: str, line: str) -> None:
    assert kind_of(line) == kind


def test_the_grammar_shows_most_kinds_of_marks() -> None:
    assert len({kind for kind, _ in EXAMPLES}) >= 12


@given(made.grammatical())
@settings(max_examples=150)
def test_lines_of_any_kind_in_any_order_are_read(text: str) -> None:
    targets.check(text.encode())
    targets.parse(text.encode())


@given(made.films(), made.edits())
@settings(max_examples=60)
def test_a_story_is_read_at_each_step_of_its_writing(film: made.Drawn, edits: list[made.Edit]) -> None:
    text = film.text
    for edit in edits:
        text = made.edited(text, edit)
        targets.check(text.encode("utf-8", "replace"))
    targets.layout(text.encode("utf-8", "replace"))


@given(made.settings_lines())
@settings(max_examples=300)
def test_a_setting_of_any_key_and_type_is_taken_or_refused_by_name(lines: dict[str, str]) -> None:
    text = "".join(f"{key} = {value}\n" for key, value in lines.items())
    try:
        config = load(Path("storyc.toml"), {}, {}, text.encode())
    except ConfigError as error:
        said = str(error)
        assert said.startswith("storyc.toml: ")
        assert any(f"`{key}`" in said or key.split(".")[0] in said for key in lines) or "not TOML" in said
        assert len(said) < 900
        return
    for key in lines:
        assert config.origins[key] == "storyc.toml"
    assert all(0 < value <= 10**9 for value in msgspec.structs.astuple(config.limits))
    assert msgspec.convert(msgspec.to_builtins(config.limits), Limits) == config.limits


@given(st.dictionaries(st.sampled_from(made.keys()), st.text(max_size=15), max_size=4))
@settings(max_examples=150)
def test_a_variable_of_any_key_and_text_is_taken_or_refused_by_name(values: dict[str, str]) -> None:
    environ = {"STORYC_" + key.upper().replace(".", "_"): value for key, value in values.items()}
    try:
        said = repr(load(None, environ, {}).origins)
    except ConfigError as error:
        said = str(error)
    assert any(name in said for name, value in environ.items()) or not any(value.strip() for value in environ.values())
