"""JSON, YAML and front matter by the roles of their keys; what holds no shot is refused, and nothing comes out empty."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Draft, Refused, guess, read
from storyboard.exchange.importers import _literal as literal
from storyboard.exchange.importers._data import drafts_of
from storyboard.exchange.importers._indented import indented
from storyboard.exchange.importers._literal import Many, Table, literals
from tests.importers.reading import codes, imported, times

SHOTS = {
    "chinese": '[{"镜号":"01","时长":"2s","画面内容":"绳子"},{"镜号":"02","时长":"3s","画面内容":"船"}]',
    "thousandths": '{"shots":[{"start_ms":0,"end_ms":2000,"prompt":"A rope."},{"start_ms":2000,"end_ms":5000,"prompt":"A boat."}]}',
    "camel case": '{"shotList":[{"startTime":0,"endTime":2,"shotDescription":"A rope."},{"startTime":2,"endTime":5,"shotDescription":"A boat."}]}',
    "times in an object": '{"shots":[{"time":{"start":0,"end":2},"visual":"A rope."},{"time":{"start":2,"end":5},"visual":"A boat."}]}',
    "keys that are times": '{"0-2s": "A rope.", "2-5s": "A boat."}',
    "keys that are labels": '{"shot1":{"from":0,"to":2,"action":"A rope."},"shot2":{"from":2,"to":5,"action":"A boat."}}',
    "frames at a rate": '{"fps":30,"shots":{"0":{"length":2,"prompt":"A rope."},"60":{"length":3,"prompt":"A boat."}}}',
    "under an unknown key": '{"film":{"plan":[{"zeit":"0-2s","bild":"Ein Seil."},{"zeit":"2-5s","bild":"Ein Boot."}]}}',
    "an object a line": '{"start":0,"end":2,"prompt":"A rope."}\n{"start":2,"end":5,"prompt":"A boat."}\n',
    "yaml": "title: Quay\nshots:\n  - start: 0\n    end: 2\n    text: A rope: wet\n  - start: 2\n    end: 5\n    text: A boat.\n",
    "yaml at the top": "- time: 0-2s\n  action: A rope.\n- time: 2-5s\n  action: A boat.\n",
    "yaml in one line each": "shots:\n- {time: 0-2s, action: 'A rope.'}\n- {time: 2-5s, action: A boat.}\n",
    "yaml with blocks": "分镜:\n  - 镜号: 1\n    时长: 2秒\n    画面: |\n      绳子\n      雨\n  - 镜号: 2\n    时长: 3秒\n    画面: >\n      船\n      雾\n",
    "yaml in front matter": "---\ntitle: Quay\nshots:\n  - time: 0-2s\n    action: A rope.\n  - time: 2-5s\n    action: A boat.\n---\n",
    "a prompt in front matter": "---\ntitle: Quay\nprompt: |\n  Shot 1 [0-2s] A rope.\n  Shot 2 [2-5s] A boat.\n---\n",
    "a prompt as a block": "prompt: |\n  Shot 1 [0-2s] A rope.\n  Shot 2 [2-5s] A boat.\nduration: 5\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SHOTS)
def test_keys_are_read_by_their_roles(name: str) -> None:
    assert guess(SHOTS[name]) == ("yaml" if name.startswith(("yaml", "a prompt")) else "request")
    assert times(SHOTS[name]) == [[(0, 2), (2, 5)]]
    assert "SB116" not in codes(SHOTS[name])


def test_all_that_an_object_holds_is_kept() -> None:
    story = imported(
        '{"title": "Quay", "style": "ink", "lighting": "grey", "shots": [{"id": 1, "time": "0-2s", "visual": "A rope.",'
        '"audio": {"sfx": "wind", "music": "harp"}, "dialogue": [{"character": "ODA", "line": "Well?"}], "mood": "calm",'
        '"image": "boards/1.png"}, {"id": 2, "time": "2-5s", "visual": ["A boat.", "It turns."], "note": "ask"}], "crew": [1]}'
    )
    assert story.splitlines()[:2] == [
        '// import: the column "note" is kept as comments, which are not sent',
        "// import: not taken over from the request: crew",
    ]
    for line in ("title: Quay", "ink", "lighting: grey", "Shot 1 [0-2s] A rope.", "  sound: wind", "  music: harp",
                 "  ODA: Well?", "  mood: calm", "Shot 2 [2-5s] A boat.", "  It turns.", "  // note: ask"):  # fmt: skip
        assert line in story.splitlines()
    assert "boards/1.png" in story


def test_scenes_with_shots_of_their_own_are_clips() -> None:
    text = (
        '{"title": "Quay", "scenes": [{"title": "One", "description": "Rain.", "shots": [{"time": "0-2s", "action": "A rope."},'
        '{"time": "2-5s", "action": "A boat."}]}, {"title": "Two", "shots": [{"time": "0-5s", "action": "The sea."}]}]}'
    )
    assert times(text) == [[(0, 2), (2, 5)], [(0, 5)]]
    assert "# One\nRain.\n" in imported(text)
    assert "// import: not taken over from around it: title" in imported(text)


def test_one_odd_item_does_not_make_words_of_a_list() -> None:
    text = '{"shots": [{"time": "0-2s", "action": "A rope."}, {"time": "2s-end", "action": "A boat."}, "Fade out."]}'
    assert [line for line in imported(text).splitlines() if "//" not in line] == [
        "Shot 1 [0-2s] A rope.", "Shot 2: A boat.", "Shot 3: Fade out."
    ]  # fmt: skip
    assert imported(text).count("// import?: ") == 2


def test_frames_without_a_rate_are_asked_about() -> None:
    story = imported('{"0": "A rope.", "60": "A boat."}')
    assert [line for line in story.splitlines() if "//" not in line] == ["Shot 1: A rope.", "Shot 2: A boat."]
    assert '// import?: "60 frames" counts frames: how many of them are a second?' in story


def test_frames_with_a_rate_are_starts() -> None:
    text = '{"fps": 30, "prompts": {"0": "A rope.", "60": "A boat."}}'
    assert times(text) == [[(0, 2), None]]
    assert "SB116" in codes(text)


def test_keys_that_count_are_numbers() -> None:
    assert imported('{"1": "A rope.", "2": "A boat."}') == "Shot 1: A rope.\nShot 2: A boat.\n"


def test_the_duration_ends_an_open_shot() -> None:
    text = '{"duration": 9, "shots": [{"time": "0-2s", "action": "A rope."}, {"time": "2s-end", "action": "A boat."}]}'
    assert times(text) == [[(0, 2), (2, 9)]]


def test_a_text_below_front_matter_goes_on_with_its_prompt() -> None:
    story = imported("---\nprompt: A quay.\nduration: 5\n---\nIt rains.\n")
    assert story.splitlines()[-3:] == ["A quay.", "", "It rains."]
    assert "// import?: the prompt goes on below the front matter: is all of it meant?" in story


@pytest.mark.parametrize(
    "text",
    [
        "Style: ink\nCharacters:\n- Anna: red coat\n- Tom: blue coat\nA walk in the rain.",
        "Scenes:\n- Shot 1 (0-2s): a rope\n- Shot 2 (2-5s): a boat",
        "---\ntitle: Quay\n---\nShot 1 [0-2s] A rope.\nShot 2 [2-5s] A boat.\n",
        "Prompt: a rope in the rain",
    ],
)
def test_prose_with_keys_is_no_yaml(text: str) -> None:
    assert guess(text) == "prompt"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no words for a shot were found in it"),
        ("---\ntitle: Quay\n---\n", "no words for a shot were found in it"),
        ('{"name": "quay", "version": [1, 2]}', "it looks like JSON, and no shots were found in it"),
        ("| a | b | c |\n|---|---|---|\n| x | y | z |\n| x | y | z |\n", "it looks like a table, and no shots were found in it"),
        ("{\\rtf1 A rope.}", "it is an RTF document: save it as plain text, and import that"),
        ("<!DOCTYPE html>\n<p>A rope.", "it is an HTML page: copy the storyboard's text out of the page into a file, and import that"),
    ],
)  # fmt: skip
def test_what_holds_no_shot_is_refused_with_what_it_is(text: str, why: str) -> None:
    assert read(text) == Refused(why)


def test_a_screenplay_may_be_kept_as_words() -> None:
    assert not isinstance(read("INT. QUAY - NIGHT\n\nODA\nWell?\n\nEXT. SEA\n\nMIRO\nYes.\n", "prompt"), Refused)


def test_yaml_is_read_as_people_write_it() -> None:
    text = "a:\n- b: c: d # no\n  'e': \"f\\n\"\n-\n  - 1\n  - ~\ng: [h, {i: 'j''s'}]\nk: We are #1\n  and more\nl:\nm: {n\n"
    assert indented(text) == Table(
        (
            ("a", Many((Table((("b", "c: d"), ("e", "f\n"))), Many((1, None))))),
            ("g", Many(("h", Table((("i", "j's"),))))),
            ("k", "We are #1 and more"),
            ("l", None),
            ("m", "{n"),
        )
    )


@pytest.mark.parametrize(
    "text", ["- " * 500 + "a", "\n".join(" " * at + "a:" for at in range(200)), "a: " + "[" * 99 + "]" * 99]
)
def test_deep_yaml_ends(text: str) -> None:
    with pytest.raises(literal.TooDeep):
        indented(text)


# ---- time: what is counted is how often an opener is searched for, or a key is looked at ----------------------------


@pytest.mark.parametrize(("text", "opener"), [("/* " * 500, "/*"), ('x="a" ' + '\\"""b" ' * 500, '"""')])
def test_an_opener_that_nothing_closes_is_searched_for_once(
    text: str, opener: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches = 0
    token = literal.token

    def counted(dead: frozenset[str]) -> object:
        nonlocal searches
        searches += opener not in dead
        return token(dead)

    monkeypatch.setattr(literal, "token", counted)
    literals(text)
    assert searches < 20


def test_objects_in_a_row_are_merged_in_one_pass() -> None:
    class Key(str):
        """A key that counts how often it is hashed."""

        __slots__ = ()
        hashed = 0

        def __hash__(self) -> int:
            Key.hashed += 1
            return super().__hash__()

    counts: list[int] = []
    for size in (200, 400):
        Key.hashed = 0
        inner = tuple((f"({at})", Table(((Key(f"a{at}"), 1),))) for at in range(size))
        drafts_of(Table((("(0)", Table((("prompt", "A rope."), *inner))),)))
        counts.append(Key.hashed)
    assert counts[1] < 3 * counts[0]


def test_objects_of_too_many_different_keys_are_no_table() -> None:
    items = ",".join(f'{{"a{at}": 1, "time": "0-2s", "text": "A rope."}}' for at in range(500))
    assert isinstance(read(f"[{items}]"), Refused)


def test_names_in_braces_of_a_prompt_are_no_shots() -> None:
    text = "{{ name }} ({{ place }}): {{ mood }}"
    assert guess(text) == "prompt"
    made = read(text)
    assert isinstance(made, Draft)
    assert not made.clips


def test_a_list_that_holds_its_own_name_is_read_to_its_end() -> None:
    """The fuzzer found it: each shot was looked through for the shots that its words name, and so on."""
    row, last = '{"time": "0-3s", "text": shots}', '{"time": "3-5s", "text": "A hand."}'
    assert times('{"shots": [' + f"{row}, {last}" + ']} shots = [{"a": [{"b": shots}]}]') == [[(0, 3), (3, 5)]]
    assert isinstance(read('{"shots": [' + row + ']} shots = [{"shots": shots}]'), Draft | Refused)
