"""What the unsafe fixes make of a writer's mistakes: what was meant, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.compiler.pipeline import Options
from storyboard.compiler.rewriting import mended
from storyboard.config import Config
from storyboard.source import MemoryFiles

_FILES = Path(__file__).parents[1] / "cases/bad/files"
_BESIDE = {
    "boards/1-1.png": (_FILES / "lamp.png").read_bytes(),
    "sound/rain.wav": (_FILES / "eight.wav").read_bytes(),
    "shared/people.yaml": "cast:\n  ANNA: {look: a tall woman, old: a woman of eighty}\n",
}
# What else may be said of these texts: of lengths, of the sound's, and of parts of seconds.
_OTHERS = ("SB206", "SB212", "SB305")
_LAMP = "Shot 1 [0-5s] A lamp burns low.\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "Plan 1 [0-2,5s] Une lampe.\nPlan 2 [2,5-5s] Une main.\n",
            "Plan 1 [0-2.5s] Une lampe.\nPlan 2 [2.5-5s] Une main.\n",
        ),
        ("Shot 1 [0-3]s A lamp.\nShot 2 (3-5) s: A hand.\n", "Shot 1 [0-3s] A lamp.\nShot 2 (3-5s): A hand.\n"),
        (
            "Shot 1 [0-2500ms] A lamp.\nShot 2 [2500-5000 ms] A hand.\n",
            "Shot 1 [0-2.5s] A lamp.\nShot 2 [2.5-5s] A hand.\n",
        ),
        ("duration: 0:10\nShot 1 [0-10s] A lamp.\n", "duration: 10\nShot 1 [0-10s] A lamp.\n"),
        (f"takes: 3 takes\n{_LAMP}", f"takes: 3\n{_LAMP}"),
        (f"negative_prompt: [blur, text]\n{_LAMP}", f"negative_prompt: blur, text\n{_LAMP}"),
        (
            "---\ncast:\nBOB: a man\n小明: a boy\nseed: 4\n---\nShot 1 [0-5s] @BOB, @小明.\n",
            "---\ncast:\n  BOB: a man\n  小明: a boy\nseed: 4\n---\nShot 1 [0-5s] @BOB, @小明.\n",
        ),
        ("cast:\nBOB: a man\n\nShot 1 [0-5s] @BOB.\n", "cast:\n  BOB: a man\n\nShot 1 [0-5s] @BOB.\n"),
        ("镜头1（0-5）秒：灯。\n", "镜头1（0-5秒）：灯。\n"),
        ("Dauer: 10\nSzene 1 [0-10s] Eine Lampe.\n", "duration: 10\nSzene 1 [0-10s] Eine Lampe.\n"),
        (f"size = 720*1280\n{_LAMP}", f"size: 720*1280\n{_LAMP}"),
        (f"**Negative prompt:** blur\n{_LAMP}", f"negative_prompt: blur\n{_LAMP}"),
        (f"{_LAMP}Negative: blur\n", f"negative_prompt: blur\n{_LAMP}"),
        (f"{_LAMP}\nNegative: blur\n", f"negative_prompt: blur\n{_LAMP}\n"),
        (f"{_LAMP}  CAMERA - slow push in\n", f"{_LAMP}  CAMERA: slow push in\n"),
        (
            "Personajes:\n  ANA: una mujer alta\nEscena 1 [0-5s] @ANA sale.\n",
            "cast:\n  ANA: una mujer alta\nEscena 1 [0-5s] @ANA sale.\n",
        ),
        (f"{_LAMP}  ![a lamp](boards/1-1.png)\n", f"{_LAMP}  picture: boards/1-1.png\n"),
        ("Shot 1 [0-5s] A lamp. picture: boards/1-1.png\n", "Shot 1 [0-5s] A lamp.\n  picture: boards/1-1.png\n"),
        (f"{_LAMP}  picture: boards\\1-1.png\n", f"{_LAMP}  picture: boards/1-1.png\n"),
        (f"{_LAMP}  picture: Boards/1-1.PNG\n", f"{_LAMP}  picture: boards/1-1.png\n"),
        (f"{_LAMP}  picture: sketches/1-1.png\n", f"{_LAMP}  picture: boards/1-1.png\n"),
        (f"frames: bords\n{_LAMP}", f"frames: boards\n{_LAMP}"),
        (f"audio: sound\\rain.wav\n{_LAMP}", f"audio: sound/rain.wav\n{_LAMP}"),
        (f"audio: rain.WAV\n{_LAMP}", f"audio: sound/rain.wav\n{_LAMP}"),
        ("include: shared/people.yml\nShot 1 [0-5s] @ANNA.\n", "include: shared/people.yaml\nShot 1 [0-5s] @ANNA.\n"),
        ('include: "people.yaml"\nShot 1 [0-5s] @ANNA.\n', 'include: "shared/people.yaml"\nShot 1 [0-5s] @ANNA.\n'),
        (
            "include: shared/people.yaml\nShot 1 [0-5s] @ANNA-old, @ANNA(old), @ANNA_old.\n",
            "include: shared/people.yaml\nShot 1 [0-5s] @ANNA/old, @ANNA/old, @ANNA/old.\n",
        ),
        (
            f'include: shared/people.yaml\n{_LAMP}  ANNA "Come."\n  ANNA (off) “Go.”\n  ANNA: (softly) "Stay."\n',
            f'include: shared/people.yaml\n{_LAMP}  ANNA: "Come."\n  ANNA (off): “Go.”\n  ANNA (softly): "Stay."\n',
        ),
        (
            "cast: {小明: 男孩}\n镜头1（0-5秒）：灯。\n  小明：（小声）没有。\n",
            "cast: {小明: 男孩}\n镜头1（0-5秒）：灯。\n  小明（小声）：没有。\n",
        ),
        (
            f"{_LAMP}  (NOTE: the client wants red)\n  [nb: rain]\n",
            f"{_LAMP}  [[ (NOTE: the client wants red)\n  [nb: rain] ]]\n",
        ),
        (
            "duration: 10\nShot 1 [0s] A lamp.\nShot 2 (3s): A hand.\nShot 3 [7 s] A door.\n",
            "duration: 10\nShot 1 [0-3s] A lamp.\nShot 2 (3-7s): A hand.\nShot 3 [7 s-end] A door.\n",
        ),
    ],
)
def test_what_was_meant_is_written(typed: str, meant: str) -> None:
    after = mended(MemoryFiles({**_BESIDE, "a.story": typed}), "a.story", Config(), Options(), unsafe=True)
    assert after.texts["a.story"][1] == meant
    assert [each.code for each in after.compiled.diagnostics if each.code not in _OTHERS] == []


@pytest.mark.parametrize(
    "words",
    [
        "Shot 1 [0-5] Seconds tick by.\n",
        "Shot 1 [0-5, 5s] A lamp.\n",
        "Shot 1 [0:00-0:05, 0-5s] A lamp.\n",
        "Shot 1 [0-5s, hook] A lamp.\n",
        "Name: Anna\nHeadline: soft\nCharacters: a woman and a boy\nFormat: a wide strip of paper\n" + _LAMP,
        'Shot 1 [0-5s] A sign reads "lamp.png"; https://example.org/a.png, x.pngs.\n',
        "cast: {ANNA: {look: a tall woman, old: a woman}}\nShot 1 [0-5s] @ANNA-older, @ANNA.olden, @ANNA: old.\n",
        "cast: {ANNA: a tall woman}\n" + _LAMP + '  ANNA "the Blade" steps in.\n  ANNA: "(sic) he wrote"\n',
        _LAMP + "  (a note: torn) lies there.\n  [[ Note: x ]]\n",
        "duration: 10\nShot 1 [2s] A lamp.\nShot 2 [3s] A hand.\nShot 3 [5s] A door.\n",
        _LAMP + "  Music — a cello — swells.\n  light-blue walls\n  a = b\n",
    ],
)
def test_what_was_typed_stays(words: str) -> None:
    after = mended(MemoryFiles({"a.story": words}), "a.story", Config(), Options(), unsafe=True)
    assert not after.texts
    assert not [
        each for each in after.compiled.diagnostics if each.code in ("SB106", "SB110", "SB402", "SB407", "SB129")
    ]
