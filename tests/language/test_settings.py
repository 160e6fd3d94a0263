"""The section on settings: each key, where it stands, its values, and how values are read."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import Options
from tests.compiling import codes, compiled, prompt, prompts
from tests.helpers import applied

SHOT = "Shot 1 [0-5s] A lamp."
STORY_KEYS = ["title", "language", "model", "split", "cast", "vars", "variants", "include"]
BOTH_KEYS = [
    "duration",
    "size",
    "seed",
    "negative_prompt",
    "audio",
    "multi_shots",
    "enable_prompt_expansion",
    "takes",
    "pick",
    "template",
]
VALUES = {
    "title": "Night",
    "language": "en",
    "model": "wan-2.6-t2v@segmind",
    "split": "never",
    "cast": "{ANNA: x}",
    "vars": "{a: b}",
    "variants": "{v: {seed: 1}}",
    "include": "[shared.yaml]",
    "duration": "5",
    "size": "1280*720",
    "seed": "7",
    "negative_prompt": "blur",
    "audio": "https://example.org/a.mp3",
    "multi_shots": "auto",
    "enable_prompt_expansion": "true",
    "takes": "2",
    "pick": "1",
    "template": "wan",
}


@pytest.mark.parametrize("key", [*STORY_KEYS, *BOTH_KEYS])
@pytest.mark.parametrize("form", ["---\n{}: {}\n---\n", "{}: {}\n", "# One\n{}: {}\n"])
def test_where_a_key_may_stand(key: str, form: str) -> None:
    made = compiled(form.format(key, VALUES[key]) + SHOT, {"shared.yaml": "seed: 1\n"})
    misplaced = key in STORY_KEYS and form.startswith("#")
    assert ("SB111" in codes(made)) is misplaced
    assert bool(made.requests) is not misplaced


@pytest.mark.parametrize("value", ["10", "10s", "10 seconds", "10 s", "10.0", "10 SECONDS"])
@pytest.mark.parametrize("form", ["---\nduration: {}\n---\n", "duration: {}\n", "# One\nduration: {}\n"])
def test_duration(value: str, form: str) -> None:
    assert compiled(form.format(value) + "Shot 1 [0-10s] A lamp.").requests[0].fields["duration"] == 10


@pytest.mark.parametrize(
    "line",
    [
        "duration: ten",
        "duration: -5",
        "duration: 0",
        "duration:",
        "duration: 1:30",
        "seed: x",
        "seed: 1.5",
        "takes: 0",
        "takes: many",
        "multi_shots: yes",
        "multi_shots: 1",
        "split: always",
        "language: English please",
        "template: ../x",
        "cast: x",
        "vars: x",
        "variants: x",
        "pick: 0",
    ],
)
def test_a_value_of_another_form_is_an_error(line: str) -> None:
    made = compiled(f"{line}\n{SHOT}")
    assert "SB112" in codes(made)
    assert not made.requests


@pytest.mark.parametrize(
    ("size", "sent"),
    [
        ("1280*720", "1280*720"),
        ("1280x720", "1280*720"),
        ("720*1280", "720*1280"),
        ("720p landscape", "1280*720"),
        ("1080p portrait", "1080*1920"),
    ],
)
def test_size(size: str, sent: str) -> None:
    assert compiled(f"size: {size}\n{SHOT}").requests[0].fields["size"] == sent


@pytest.mark.parametrize(
    ("size", "code"), [("720p", "SB304"), ("landscape", "SB304"), ("640*480", "SB303"), ("big", "SB303")]
)
def test_a_size_that_names_none_or_several(size: str, code: str) -> None:
    assert code in codes(compiled(f"size: {size}\n{SHOT}"))


@pytest.mark.parametrize(
    "title",
    [
        "Evolution: the trailer",
        "We are #1",
        "[draft] X",
        '"Quoted" film',
        "'What's next'",
        "`x`",
        "%x",
        "- a",
        "> a",
        "| a",
        "& a",
        "* a",
        "! a",
        "a # b",
        "no",
        "1:30",
        "017",
        "{a} b",
        "@image1 as face",
        "a, b: c",
        "? a",
        "~",
        "null",
        "true",
        "0x1F",
        "1e3",
        "2024-01-01",
        "key: value: more",
    ],
)
@pytest.mark.parametrize("form", ["---\ntitle: {}\n---\n", "title: {}\n"])
def test_a_value_is_the_rest_of_its_line(title: str, form: str) -> None:
    made = compiled(form.format(title) + SHOT)
    assert made.title == title
    assert made.requests


@pytest.mark.parametrize(
    "form", ["---\nnegative_prompt: {}\n---\n", "negative_prompt: {}\n", "# One\nnegative_prompt: {}\n"]
)
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ('"a: b"', "a: b"),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("one\n  two", "one two"),
        ("|\n  one\n  two", "one\ntwo"),
        (">\n  one\n  two", "one two"),
        ("no", "no"),
        ("017", "017"),
        ("1:30", "1:30"),
        ("a // b", "a // b"),
        ("a # b", "a # b"),
    ],
)
def test_quotes_blocks_and_joined_lines(form: str, typed: str, value: str) -> None:
    assert compiled(form.format(typed) + SHOT).requests[0].fields["negative_prompt"] == value


def test_leaves_below_a_key_are_read_alike() -> None:
    made = compiled(
        '---\nvars:\n  tagline: We are #1\n  other: "x: y"\n  third: a: b\n---\nShot 1 [0-5s] {{ tagline }} {{ other }} {{ third }}'
    )
    assert prompt(made) == "Shot 1 [0-5s] We are #1 x: y a: b"


def test_items_of_a_list_are_read_alike() -> None:
    files = {"a #1.yaml": "seed: 4\n", "b.yaml": "seed: 5\n"}
    assert compiled(f"---\ninclude:\n  - a #1.yaml\n  - b.yaml\n---\n{SHOT}", files).requests[0].fields["seed"] == 5


@pytest.mark.parametrize(
    "front",
    ["title: &a x", "vars:\n  a: &x b", "vars: {a: &x b}", "vars: {a: *x}", "cast: {A: !!str x}", "vars: {<<: {a: b}}"],
)
def test_anchors_aliases_tags_and_merges(front: str) -> None:
    made = compiled(f"---\n{front}\n---\n{SHOT}")
    if "{" in front:
        assert "SB103" in codes(made)
    else:  # a one-line value is text, whatever it holds
        assert "SB103" not in codes(made)


@pytest.mark.parametrize(
    "text",
    [
        "---\nseed: 1\nseed: 2\n---\n",
        "seed: 1\nseed: 2\n",
        "---\nseed: 1\n---\nseed: 2\n",
        "# One\nseed: 1\nSeed: 2\n",
        "---\nvars:\n  a: b\n  a: c\n---\n",
        "vars: {a: b, a: c}\n",
    ],
)
def test_a_duplicate_key_is_an_error(text: str) -> None:
    made = compiled(text + SHOT)
    assert "SB104" in codes(made)
    assert not made.requests


@pytest.mark.parametrize(
    ("key", "meant"),
    [("durations", "duration"), ("titel", "title"), ("negative_promt", "negative_prompt"), ("vats", "vars")],
)
def test_an_unknown_key_is_an_error_with_a_suggestion(key: str, meant: str) -> None:
    made = compiled(f"---\n{key}: 5\n---\n{SHOT}")
    assert codes(made) == ["SB105"]
    assert [other.help for other in made.diagnostics if other.code == "SB105"] == [f"write `{meant}`"]


def test_a_negative_prompt_of_a_clip_is_added_to_the_storys() -> None:
    made = compiled(f"negative_prompt: blur\n# One\nnegative_prompt: text\n{SHOT}\n# Two\n{SHOT}")
    assert [each.fields["negative_prompt"] for each in made.requests] == ["blur, text", "blur"]


def test_takes_count_up_from_the_seed() -> None:
    made = compiled(f"seed: 40\ntakes: 3\n{SHOT}")
    assert [(each.take, each.fields["seed"]) for each in made.requests] == [(1, 40), (2, 41), (3, 42)]


@pytest.mark.parametrize("seed", ["-1", "2147483648"])
def test_a_seed_out_of_range_is_an_error(seed: str) -> None:
    assert "SB310" in codes(compiled(f"seed: {seed}\n{SHOT}"))


def test_comments_in_front_matter_stand_on_their_own_line() -> None:
    made = compiled(f"---\n# a remark\nseed: 4\n  # another\ntitle: a # b\n---\n{SHOT}")
    assert made.title == "a # b"
    assert made.requests[0].fields["seed"] == 4


def test_variants_override() -> None:
    text = "---\nseed: 1\nvars: {word: lamp}\nvariants:\n  vertical: {size: 720*1280}\n  other:\n    seed: 9\n    vars: {word: hand}\n---\n# One\nseed: 3\nShot 1 [0-5s] A {{ word }}."
    assert [each.variant for each in compiled(text).requests] == [""]
    made = compiled(text, options=Options(variant="all"))
    got = [
        (each.variant, each.fields["size"], each.fields["seed"], each.fields["prompt"][-6:]) for each in made.requests
    ]
    assert got == [
        ("", "1280*720", 3, " lamp."),
        ("vertical", "720*1280", 3, " lamp."),
        ("other", "1280*720", 9, " hand."),
    ]
    assert compiled(text, options=Options(variant="vertcal")).missing


def test_includes_share_cast_vars_and_settings() -> None:
    files = {
        "shared/people.txt": "include: deep/more.yaml\ncast:\n  ANNA: a woman\n",
        "shared/deep/more.yaml": "vars:\n  word: lamp\nseed: 4\n",
    }
    made = compiled("---\ninclude: shared/people.txt\n---\nShot 1 [0-5s] @ANNA, {{ word }}.", files)
    assert prompts(made) == ["Shot 1 [0-5s] ANNA (a woman), lamp."]
    assert made.requests[0].fields["seed"] == 4


def test_the_storys_own_settings_win_over_an_includes() -> None:
    made = compiled(f"---\ninclude: a.yaml\nseed: 9\n---\n{SHOT}", {"a.yaml": "seed: 4\n"})
    assert made.requests[0].fields["seed"] == 9


@pytest.mark.parametrize(
    ("path", "files", "code"),
    [
        ("gone.yaml", {}, "SB405"),
        ("../x.yaml", {}, "SB406"),
        ("/../x.yaml", {}, "SB406"),
        ("C:/x.yaml", {}, "SB406"),
        ("~/x.yaml", {}, "SB406"),
        ("a.yaml", {"a.yaml": "include: b.yaml\n", "b.yaml": "include: a.yaml\n"}, "SB409"),
        ("a.yaml", {"a.yaml": "include: a.yaml\n"}, "SB409"),
        ("a.yaml", {"a.yaml": "title: x\n"}, "SB105"),
        ("a.yaml", {"a.yaml": b"\xff\xfe"}, "SB101"),
    ],
)
def test_an_include_that_cannot_be_used(path: str, files: dict[str, str | bytes], code: str) -> None:
    made = compiled(f"---\ninclude: {path}\n---\n{SHOT}", files)
    assert code in codes(made)
    assert not made.requests


@pytest.mark.parametrize(
    ("shots", "setting", "multi", "expansion", "code"),
    [
        (1, "", False, True, None),
        (2, "", True, True, None),
        (1, "multi_shots: auto", False, True, None),
        (1, "multi_shots: false", False, True, None),
        (1, "multi_shots: true", None, None, "SB503"),
        (2, "multi_shots: true", True, True, None),
        (2, "multi_shots: false", None, None, "SB501"),
        (1, "enable_prompt_expansion: false", False, False, None),
        (1, "enable_prompt_expansion: true", False, True, None),
        (2, "enable_prompt_expansion: true", True, True, None),
        (2, "enable_prompt_expansion: false", None, None, "SB502"),
        (2, "enable_prompt_expansion: auto", True, True, None),
    ],
)
def test_flags_follow_from_the_shots(
    shots: int, setting: str, multi: bool | None, expansion: bool | None, code: str | None
) -> None:
    marks = "\n".join(f"Shot {n + 1} [{n * 2}-{n * 2 + 2}s] A lamp." for n in range(shots))
    made = compiled(f"{setting}\n{marks}")
    if code is None:
        fields = made.requests[0].fields
        assert (fields["multi_shots"], fields["enable_prompt_expansion"]) == (multi, expansion)
    else:
        assert code in codes(made)
        assert not made.requests
        assert next(each.finding.fix for each in made.diagnostics if each.code == code) is not None


@pytest.mark.parametrize(
    "front",
    ["Duration: 5\nduration: 10", "seed: 1\nSEED: 1", "variants:\n  v:\n    Size: 720*1280\n    size: 1280*720"],
)
def test_a_key_in_two_cases_is_given_twice(front: str) -> None:
    assert codes(compiled(f"---\n{front}\n---\n{SHOT}")) == ["SB104"]


def test_names_in_two_cases_are_two_names() -> None:
    assert prompt(compiled("---\nvars:\n  a: lamp\n  A: hand\n---\n{{ a }}, {{ A }}")) == "lamp, hand"


def test_a_variant_has_a_title_of_its_own() -> None:
    text = f"---\ntitle: Wide\nvariants: {{tall: {{title: Tall}}}}\n---\n{SHOT}"
    assert (compiled(text).title, compiled(text, options=Options(variant="tall")).title) == ("Wide", "Tall")


def test_an_empty_negative_prompt_of_a_clip_adds_nothing_to_the_storys() -> None:
    made = compiled(f"negative_prompt: blur\n# One\nnegative_prompt:\n{SHOT}")
    assert made.requests[0].fields["negative_prompt"] == "blur"


def test_an_include_that_two_others_share_counts_once() -> None:
    files = {"a.yaml": "include: c.yaml\nseed: 4\n", "b.yaml": "include: c.yaml\n", "c.yaml": "seed: 9\n"}
    made = compiled(f"---\ninclude: [a.yaml, b.yaml]\n---\n{SHOT}", files)
    assert made.requests[0].fields["seed"] == 4


def test_a_variant_is_judged_without_what_another_one_has_wrong() -> None:
    text = "---\nvariants: {long: {duration: 15}}\n---\nduration: 5\nShot 1 [0-8s] A lamp."
    made = compiled(text, options=Options(variant="all"))
    assert codes(made) == ["SB205", "SB206"]


@pytest.mark.parametrize("before", ["\nFade out.\n", "---\n"])
def test_a_setting_in_the_closing_text_is_an_error_whose_fix_moves_it(before: str) -> None:
    text = f"# One\n{SHOT}\n{before}negative_prompt: blur\n  and text\nThe end."
    made = compiled(text)
    assert codes(made) == ["SB111"]
    fix = made.diagnostics[0].finding.fix
    assert fix is not None
    mended = compiled(applied(text, fix.edits))
    assert codes(mended) == []
    assert mended.requests[0].fields["negative_prompt"] == "blur and text"
    assert prompt(mended).endswith("The end.")


def test_sound_in_the_closing_text_is_text() -> None:
    assert prompt(compiled(f"{SHOT}\n---\nAudio: rain throughout.")).endswith("Audio: rain throughout.")


@pytest.mark.parametrize("front", ["", "--- \nseed: 4\n---\n", "---\nseed: 4\n---\n"])
def test_a_key_of_the_story_inside_a_shot_moves_to_the_top(front: str) -> None:
    text = f"{front}# One\n{SHOT}\n  title: Night\n"
    made = compiled(text)
    assert codes(made) == ["SB111"]
    fix = made.diagnostics[0].finding.fix
    assert fix is not None
    mended = compiled(applied(text, fix.edits))
    assert (codes(mended), mended.title) == ([], "Night")
