"""A file is measured, never believed; what is no video is named as such, whatever it holds."""

from __future__ import annotations

import contextlib
import random
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("av")

from storyboard.film import examine
from storyboard.film import probe as probing
from storyboard.film.probe import NotMedia, probe
from tests.film.filming import clip, foreign


def test_another_programs_file_is_measured(tmp_path: Path) -> None:
    found = probe(
        foreign(tmp_path / "a.mp4", 2, size=(128, 72), fps=25, options={"bf": "2", "x264-params": "scenecut=0"})
    )
    assert (found.frames, found.fps, found.steady, found.length) == (50, 25, True, 2)
    assert (found.width, found.height, found.codec) == (128, 72, "h264")
    assert (found.sample_rate, found.channels, found.index_first) == (44_100, 2, False)
    assert found.keys[0] == 0
    assert found.whole
    assert len(found.headers_sha256) == 64


@pytest.mark.parametrize(
    ("name", "codec", "sound", "fps"),
    [
        ("a.mkv", "libx264", ("aac", 48_000, "mono"), 24),
        ("a.mkv", "libx264", ("aac", 48_000, "mono"), 30),
        ("a.mkv", "libx264", ("aac", 48_000, "mono"), 60),
        ("a.webm", "libvpx-vp9", ("libopus", 48_000, "mono"), 30),
        ("a.avi", "mpeg4", ("pcm_s16le", 22_050, "mono"), 25),
        ("a.ts", "libx264", ("aac", 48_000, "stereo"), 25),
    ],
)
def test_other_containers_are_measured(
    tmp_path: Path, name: str, codec: str, sound: tuple[str, int, str], fps: int
) -> None:
    found = probe(foreign(tmp_path / name, 2, codec=codec, sound=sound, fps=fps))
    assert (found.frames, found.steady, found.whole, found.index_first) == (2 * fps, True, True, False)
    assert abs(found.fps - fps) < Fraction(1, 100)
    assert abs(found.video_ms - 2000) <= 1
    assert found.sample_rate == sound[1]


NOTHING = {
    "empty": b"",
    "words": b"a film about rain\n" * 50,
    "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    "list": b"ffconcat version 1.0\nfile 'a.mp4'\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "box": b"\x00\x00\x00\x18ftypisom" + bytes(12),
    "huge box": b"\x00\x00\x00\x01moov" + b"\xff" * 8 + bytes(64),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_video_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(NOTHING[name])
    with pytest.raises(NotMedia) as caught:
        probe(path)
    assert str(caught.value).startswith(f"`{path}` ")
    assert "\n" not in str(caught.value)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.mp4"):
        with pytest.raises(NotMedia, match="is no file"):
            probe(path)


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    import av

    with av.open(str(tmp_path / "a.m4a"), "w") as out:
        stream = out.add_stream("aac", rate=48_000)
        frame = av.AudioFrame("s16", "stereo", 1024)
        frame.sample_rate = 48_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with pytest.raises(NotMedia, match="holds no moving picture"):
        probe(tmp_path / "a.m4a")


def test_a_file_that_is_cut_short_is_never_whole(tmp_path: Path) -> None:
    data = clip(tmp_path / "a.mp4", 2, ticks=[Fraction(1)]).read_bytes()
    path, told = tmp_path / "b.mp4", 0
    for end in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:end])
        try:
            assert not probe(path).whole
            told += 1
        except NotMedia:
            pass
    assert told > 10


def test_damaged_files_raise_nothing_else(tmp_path: Path) -> None:
    data = clip(tmp_path / "a.mp4", 1, ticks=[Fraction(1, 2)]).read_bytes()
    dice, path = random.Random(7), tmp_path / "b.mp4"
    for _ in range(300):
        torn = bytearray(data)
        for _ in range(dice.choice((1, 3, 20))):
            torn[dice.randrange(min(len(torn), 3000))] = dice.randrange(256)
        path.write_bytes(torn)
        with contextlib.suppress(NotMedia):
            probe(path)


@pytest.mark.parametrize(("size", "taken"), [((6000, 4000), True), ((6016, 4000), False)])
def test_pictures_have_at_most_24_megapixels(tmp_path: Path, size: tuple[int, int], taken: bool) -> None:
    path = clip(tmp_path / "large.mp4", Fraction(1, 24), size=size)
    if taken:
        assert (probe(path).width, probe(path).height) == size
        return
    with pytest.raises(NotMedia, match="pictures of more than 24 megapixels"):
        probe(path)


def test_pictures_that_grow_behind_the_head_are_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = clip(tmp_path / "a.mp4", 1, size=(320, 200))
    measured = probe(path)
    assert examine._unplayable(path, measured) == ""
    monkeypatch.setattr(probing, "MOST_PIXELS", 1_000)
    assert "cannot be decoded" in examine._unplayable(path, measured)
