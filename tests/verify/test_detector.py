"""The detector on clips whose cuts are known: twenty of those that `make verify-bench` measures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.film.cuts import soft, stills, survey
from storyboard.film.encoder import Encoding
from storyboard.film.loudness import listen
from storyboard.film.mux import Writer
from storyboard.film.probe import NotMedia, probe
from tests.film.filming import clip, foreign, grey
from tools.bench_verify import SETS, judge
from tools.cut_clips import KINDS, make


@pytest.mark.parametrize("seed", SETS.values())
@pytest.mark.parametrize("kind", KINDS)
def test_hard_cuts_are_found_on_their_picture(kind: str, seed: int, tmp_path: Path) -> None:
    made = make(kind, seed, tmp_path / "clip.mp4")
    found = judge(tmp_path / "clip.mp4", made)
    assert (found.missed, found.false, found.off) == (0, 0, 0)
    assert found.kept == len(made.hard)
    assert found.flashes_found == len(made.flashes)
    assert found.soft_found == len(made.soft)
    assert found.decoys_taken == 0


def test_a_film_of_still_cards_is_counted_at_its_rate(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 3, cuts=(24, 48), still=True)
    found = probe(path)
    assert not found.steady
    seen = survey(path, found)
    assert seen.frames == 72
    assert [(each.frame, each.kind, each.weak) for each in seen.changes] == [(24, "hard", False), (48, "hard", False)]


def test_a_film_without_cuts_has_none(tmp_path: Path) -> None:
    path = foreign(tmp_path / "a.mp4", 2, fps=25)
    seen = survey(path, probe(path))
    assert seen.changes == ()
    assert soft(seen, 20, 20) is None


def test_black_is_seen(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.mp4", Encoding(160, 90), Fraction(2), sound="") as film:
        for number in range(film.frames):
            film.picture(grey(16 if 12 <= number < 30 else 120))
    assert survey(tmp_path / "a.mp4", probe(tmp_path / "a.mp4")).black == ((12, 30),)


def test_stills_are_the_pictures_of_their_numbers(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 2, value=60, cuts=(24,), still=True)
    found = stills(path, probe(path), {23, 24}, (64, 64))
    assert found[23].size == (64, 36)
    dark, light = (found[number].getpixel((5, 5)) for number in (23, 24))
    assert isinstance(dark, tuple)
    assert isinstance(light, tuple)
    assert light[0] - dark[0] > 30


def test_silence_is_heard(tmp_path: Path) -> None:
    silent = clip(tmp_path / "a.mp4", 2, ticks=())
    heard = listen(silent, probe(silent))
    assert heard is not None
    assert heard.silent == ((0, 2000),)
    loud = clip(tmp_path / "b.mp4", 2, ticks=[Fraction(3, 2)])
    heard = listen(loud, probe(loud))
    assert heard is not None
    assert heard.peak is not None
    assert heard.peak > -12
    assert heard.silent[0][0] == 0
    assert 1300 <= heard.silent[0][1] <= 1500
    mute = clip(tmp_path / "c.mp4", 1, sound="")
    assert listen(mute, probe(mute)) is None


def test_a_file_without_a_picture_that_can_be_decoded_is_no_film(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 1, still=True)
    found = probe(path)
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"mdat") + 8])
    with pytest.raises(NotMedia, match="no picture that can be decoded"):
        survey(path, found)
