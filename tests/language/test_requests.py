"""From story to requests: whole stories, what is printed of the cast, cuts of long stories, prompts, fields, limits."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import Options
from storyboard.config import Config, Limits
from tests.compiling import codes, compiled, found, prompt, prompts, times, wav

FIRST = """A harbour before dawn. Documentary look, cold light, soft grain.
Shot 1 [0-2s] Close on two hands that untie a rope. He mutters: "Late."
Shot 2 [2-5s] Hard cut: the boat slides off into the fog.
"""

FULL = """---
title: The crossing
model: wan-2.6-t2v@segmind
size: 1280*720
negative_prompt: blurry, watermark
cast:
  PILOT:
    look: a broad man in oilskins
    captain: an officer in white
vars:
  line: Who steers?
variants:
  upright: {size: 720*1280}
---
A dry comedy at sea. Photoreal. Strings throughout.
// nobody sees this
# The old boat
duration: 10
Shot 1 [0-4s] Close on @PILOT at a wooden wheel. [[ which wheel? ]]
  camera: slow push in
  sound: gulls, distant surf
  PILOT (sighing): "Again!"
Shot 2 [4-10s] The pier at noon.
# The new ship
Shot 1 [0-5s] @PILOT/captain smiles at a screen.
  PILOT: "Better. {{ line }}"

Fade to black.
"""


def test_a_first_story() -> None:
    made = compiled(FIRST)
    assert codes(made) == []
    assert times(made.clips[0]) == ["0-2", "2-5"]
    assert prompt(made) == FIRST.replace("grain.\n", "grain.\n\n").strip()
    fields = made.requests[0].fields
    assert {key: value for key, value in fields.items() if key not in ("prompt", "seed")} == {
        "duration": 5,
        "size": "1280*720",
        "negative_prompt": "",
        "multi_shots": True,
        "enable_prompt_expansion": True,
    }


def test_a_full_story() -> None:
    made = compiled(FULL)
    assert codes(made) == ["SB307"]
    assert made.title == "The crossing"
    assert [(clip.title, clip.slug, clip.duration) for clip in made.clips] == [
        ("The old boat", "the-old-boat", 10_000),
        ("The new ship", "the-new-ship", 5_000),
    ]
    assert prompts(made) == [
        "A dry comedy at sea. Photoreal. Strings throughout.\n\n"
        "Shot 1 [0-4s] Close on PILOT (a broad man in oilskins) at a wooden wheel. Camera: slow push in. "
        'Sound: gulls, distant surf. PILOT (sighing): "Again!"\n'
        "Shot 2 [4-10s] The pier at noon.",
        "A dry comedy at sea. Photoreal. Strings throughout.\n\n"
        'Shot 1 [0-5s] PILOT (an officer in white) smiles at a screen. PILOT: "Better. Who steers?"\n\n'
        "Fade to black.",
    ]
    assert [(each.fields["multi_shots"], each.fields["negative_prompt"]) for each in made.requests] == [
        (True, "blurry, watermark"),
        (False, "blurry, watermark"),
    ]
    upright = compiled(FULL, options=Options(variant="upright"))
    assert [each.fields["size"] for each in upright.requests] == ["720*1280", "720*1280"]


def test_the_request_that_a_host_shows_is_put_right() -> None:
    """Four shots up to 15 s sent with `duration: 5` and `multi_shots: false` is the mistake that this tool is for."""
    shots = "Shot 1 [0-3s] a\nShot 2 [3-6s] b\nShot 3 [6-10s] c\nShot 4 [10-15s] d"
    fields = compiled(shots).requests[0].fields
    assert (fields["duration"], fields["multi_shots"], fields["enable_prompt_expansion"]) == (15, True, True)
    assert set(codes(compiled(f"duration: 5\nmulti_shots: false\n{shots}"))) >= {"SB205", "SB501"}


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("Shot 1 [0-5s]", "Shot 1 [0-5s]"),
        ("Scene 1 [0-5s]", "Shot 1 [0-5s]"),
        ("[0-5s]", "Shot 1 [0-5s]"),
        ("镜头1 [0-5秒]", "第1个镜头[0-5秒]"),
        ("[0-5秒]", "第1个镜头[0-5秒]"),
        ("Сцена 1 [0-5с]", "Shot 1 [0-5s]"),
        ("Shot 7 [0-5s]", "Shot 1 [0-5s]"),
        ("Shot 1 [0:00-0:05]", "Shot 1 [0-5s]"),
        ("Shot 1 [0.0-5.0s]", "Shot 1 [0-5s]"),
    ],
)
def test_shots_carry_the_profiles_label(mark: str, label: str) -> None:
    assert prompt(compiled(f"{mark} 灯")) == f"{label} 灯"


def test_a_story_without_a_mark_has_no_label() -> None:
    assert prompt(compiled("A lamp.")) == "A lamp."


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("   A lamp.   \n\tA hand.\t\n", "A lamp.\nA hand."),
        ("A lamp.\n\n\n\nA hand.", "A lamp.\n\nA hand."),
        ("A lamp.\r\nA hand.\r\n", "A lamp.\nA hand."),
        ("\ufeffA lamp.", "A lamp."),
        ("A lamp.\u2028A hand.", "A lamp.\u2028A hand."),
        ("# A heading\nA lamp.", "A lamp."),
        ("A lamp.\n// gone\nA hand.", "A lamp.\nA hand."),
        ("A lamp.\n\n// gone\n\nA hand.", "A lamp.\n\nA hand."),
    ],
)
def test_what_is_sent_of_a_text(typed: str, sent: str) -> None:
    assert prompt(compiled(typed)) == sent


def test_local_audio_stands_as_its_hash() -> None:
    import hashlib

    data = wav(5)
    made = compiled("audio: sounds/a.wav\nShot 1 [0-5s] A lamp.", {"sounds/a.wav": data})
    assert made.requests[0].fields["audio"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_projects_own_template() -> None:
    files = {"templates/prompts/terse.j2": "{% for shot in shots %}{{ shot.number }}: {{ shot.text }}\n{% endfor %}"}
    made = compiled("template: terse\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.", files)
    assert prompt(made) == "1: A lamp.\n2: A hand."


def test_a_prompt_that_is_too_long_is_reported_at_the_words_that_would_be_lost() -> None:
    text = "Shot 1 [0-2s] " + "lamp " * 280 + "\nShot 2 [2-5s] " + "hand " * 60
    made = compiled(text)
    (finding,) = [each.finding for each in made.diagnostics if each.code == "SB601"]
    lost = text[finding.span.start :]
    assert finding.span.start > text.index("\n")
    assert "shot 2" in finding.message.lower() or "shot 2" in finding.label.lower()
    assert lost.startswith(("hand", "and", "nd", "d", " "))


# ---- split ----

LONG = "\n".join(f"Shot {n} [{n * 5 - 5}-{n * 5}s] scene {n}" for n in range(1, 6))


def test_a_long_story_is_cut_at_shot_borders() -> None:
    made = compiled(f"split: auto\n@ANNA sells.\n{LONG}\n\nFade.", {"x": ""})
    assert [(times(clip), clip.duration) for clip in made.clips] == [
        (["0-5", "5-10"], 10_000),
        (["0-5", "5-10", "10-15"], 15_000),
    ]
    first, second = prompts(made)
    assert first == "@ANNA sells.\n\nShot 1 [0-5s] scene 1\nShot 2 [5-10s] scene 2"
    assert second == "@ANNA sells.\n\nShot 1 [0-5s] scene 3\nShot 2 [5-10s] scene 4\nShot 3 [10-15s] scene 5\n\nFade."


def test_a_long_story_is_an_error_without_split() -> None:
    assert codes(compiled(LONG)) == ["SB302"]
    assert codes(compiled(f"split: never\n{LONG}")) == ["SB302"]


def test_only_long_clips_are_cut() -> None:
    made = compiled(f"split: auto\n# One\nShot 1 [0-5s] a\nShot 2 [5-10s] b\n# Two\n{LONG}")
    assert [len(clip.shots) for clip in made.clips] == [2, 2, 3]


def test_a_set_duration_beside_split_is_an_error() -> None:
    assert (
        codes(
            compiled(f"split: auto\nduration: 15\n{LONG}"),
        )
        != []
    )
    assert not compiled(f"split: auto\nduration: 15\n{LONG}").requests
    assert "SB112" in codes(compiled("split: auto\nduration: 10\nShot 1 [0-10s] a"))


def test_the_cast_is_described_in_every_piece() -> None:
    text = "---\nsplit: auto\ncast:\n  ANNA: a woman\n---\n" + "\n".join(
        f"Shot {n} [{n * 5 - 5}-{n * 5}s] @ANNA waits." for n in range(1, 6)
    )
    assert [each.count("ANNA (a woman)") for each in prompts(compiled(text))] == [1, 1]


# ---- limits ----


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("A lamp." + " " * 200, Limits(file_bytes=100)),
        ("A lamp.\n" + "x" * 200, Limits(line=100)),
        ("\n".join(f"# Clip {n}\nA lamp." for n in range(5)), Limits(clips=4)),
        ("\n".join(f"Shot {n}: a" for n in range(1, 6)), Limits(shots=4)),
        ("vars: {a: {b: {c: d}}}\nA lamp.", Limits(yaml_depth=2)),
        ("---\nvars:\n" + "".join(f"  v{n}: x\n" for n in range(20)) + "---\nA lamp.", Limits(yaml_nodes=10)),
        ("0-3 s: a lamp, 3-5 s: a hand, " * 6, Limits(numbers=10)),
        ("A lamp.\n" * 12, Limits(lines=10)),
        ("Shot one: a lamp.\nShot two: a hand.\n" * 6, Limits(numbers=10)),
        ("---\ninclude: a.yaml\n---\nA lamp.", Limits(include_depth=2)),
    ],
    ids=["file", "line", "clips", "shots", "depth", "nodes", "numbers", "lines", "broken marks", "include"],
)
def test_each_limit_is_a_clear_error(text: str, limits: Limits) -> None:
    files = {f"{name}.yaml": f"include: {after}.yaml\n" for name, after in ("ab", "bc", "cd")} | {"d.yaml": "seed: 1\n"}
    made = compiled(text, files, Config(limits=limits))
    assert codes(made).count("SB113") == 1
    assert not made.requests
    assert any(char.isdigit() for char in found(made, "SB113")[0])
    assert codes(compiled(text, files)).count("SB113") == 0


def test_numbers_of_marks_do_not_count() -> None:
    text = "\n".join(f"Shot {n} [1s] A lamp." for n in range(1, 15))
    assert "SB113" not in codes(compiled(text, config=Config(limits=Limits(numbers=10))))


def test_numbers_of_marks_do_not_count_beside_words_that_are_read_closely() -> None:
    text = "\n".join(f"Shot {n} [{n}-{n + 1}s] A lamp in scene {n}." for n in range(1, 9)) + "\nThen 9-10s: a rope."
    made = compiled(text, config=Config(limits=Limits(numbers=10)))
    assert "SB113" not in codes(made)
    assert {"SB109", "SB117"} & set(codes(made))
    assert "SB113" in codes(compiled(text, config=Config(limits=Limits(numbers=9))))


def test_a_number_in_a_circle_counts_as_others_do() -> None:
    text = "① A lamp.\n" * 24
    assert "SB113" in codes(compiled(text, config=Config(limits=Limits(numbers=10))))
    assert "SB113" not in codes(compiled(text, config=Config(limits=Limits(numbers=24))))


def test_a_template_that_is_too_large() -> None:
    files = {"templates/prompts/big.j2": "{{ overview }}" + "x" * 70_000}
    made = compiled("template: big\nA lamp.", files)
    assert set(codes(made)) <= {"SB605", "SB113"}
    assert codes(made)
    assert "65,536" in made.diagnostics[0].finding.message


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("दृश्य एक", "दृश्य-एक"),
        ("ไม่มี", "ไม่มี"),
        ("İstanbul", "i\u0307stanbul"),
        ("Über_all -- 2", "über-all-2"),
        ("❤\ufe0f \u0301a", "a"),
        ("…", "clip"),
    ],
)
def test_a_slug_keeps_the_letters_of_any_script_with_their_vowel_signs(title: str, slug: str) -> None:
    assert compiled(f"# {title}\nA lamp.").clips[0].slug == slug


def test_a_speech_is_quoted_once() -> None:
    lines = [
        "---",
        "cast:",
        "  BO: a boy",
        "---",
        "Shot 1 [0-5s] Rain.",
        '  BO: he says "hi"',
        "  BO: Hi.",
        '  BO: "Hey."',
    ]
    made = prompt(compiled("\n".join(lines)))
    assert 'BO (a boy): he says "hi" BO: "Hi." BO: "Hey."' in made
