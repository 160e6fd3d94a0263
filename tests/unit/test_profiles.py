"""Profiles: what the shipped ones say, and what is said of one that cannot be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard import profiles
from storyboard.profiles import ProfileError, durations, generated, hosts, load, model_names, price, sizes
from storyboard.source import DiskFiles, MemoryFiles

ROOT = Path(__file__).resolve().parents[2]
WAN = "wan-2.6-t2v@segmind"
TEXT = (Path(profiles.__file__).parent / f"{WAN}.yaml").read_text(encoding="utf-8")
OWN = TEXT.replace("id: wan-2.6-t2v@segmind", "id: mine@segmind").replace("model: wan-2.6-t2v", "model: mine")


def own(text: str, name: str = "mine@segmind") -> MemoryFiles:
    return MemoryFiles({f"profiles/{name}.yaml": text})


@pytest.mark.parametrize("name", model_names(None))
def test_each_shipped_profile_is_whole(name: str) -> None:
    profile = load(name, None)
    assert profile.id == name
    assert load(name, None) is profile
    assert profile.status.successor is None or profile.status.successor in model_names(None)
    assert all(price(profile, size, 1) > 0 for size in profile.size.allowed)


def test_wan_at_segmind_is_what_the_page_says() -> None:
    wan = load(WAN, None)
    assert durations(wan) == (5_000, 10_000, 15_000)
    assert list(wan.size.allowed) == ["1280*720", "720*1280", "1920*1080", "1080*1920"]
    assert (price(wan, "1280*720", 15), price(wan, "1080*1920", 15)) == (1_875_000, 2_812_500)
    assert (wan.prompt.max, wan.prompt.warn, wan.prompt.evidence) == (1500, 800, "upstream")
    assert wan.negative_prompt is not None
    assert (wan.negative_prompt.max, wan.negative_prompt.warn, wan.negative_prompt_default) == (500, None, "")
    assert wan.shots.labels["en"].shot.format(n=1, start=0, end=3) == "Shot 1 [0-3s]"
    assert wan.shots.labels["zh"].shot.format(n=1, start=0, end=3) == "第1个镜头[0-3秒]"
    assert wan.body.fields["expansion"].at == "enable_prompt_expansion"
    assert wan.audio is not None
    assert (wan.audio.formats, wan.audio.max_bytes) == (("wav", "mp3"), 15_000_000)
    assert "multi_shots" in wan.body.fields
    assert not wan.references
    assert wan.status.state == "at-risk"
    assert wan.price.checked.year == 2026


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1280*720", ["1280*720"]),
        (" 1280x720", ["1280*720"]),
        ("1280 × 720", ["1280*720"]),
        ("720p landscape", ["1280*720"]),
        ("Vertical 1080P", ["1080*1920"]),
        ("720p", ["1280*720", "720*1280"]),
        ("portrait", ["720*1280", "1080*1920"]),
        ("640*480", []),
        ("4k", []),
        ("", []),
        ("*", []),
    ],
)
def test_sizes_by_their_words(text: str, found: list[str]) -> None:
    assert list(sizes(load(WAN, None), text)) == found


def test_words_that_name_one_size() -> None:
    assert load(WAN, None).size.names["720p landscape"] == "1280*720"


def test_a_project_brings_its_own() -> None:
    files = own(OWN)
    assert model_names(files) == tuple(sorted(("mine@segmind", *model_names(None))))
    assert load("mine@segmind", files).host == "segmind"
    shadow = own(TEXT.replace("fps: 30", "fps: 24"), WAN)
    assert (load(WAN, shadow).fps, load(WAN, None).fps) == (24, 30)


def test_lengths_may_be_a_range() -> None:
    text = re.sub(r"  allowed:\n    - 5\n    - 10\n    - 15\n", "  min: 2\n  max: 8\n  step: 3\n", OWN)
    assert durations(load("mine@segmind", own(text))) == (2_000, 5_000, 8_000)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wan-2.6-t2v", "there is no model `wan-2.6-t2v`: write `wan-2.6-t2v@segmind`"),
        ("wan-2.6-t2@segmind", "write `wan-2.6-t2v@segmind`"),
        ("xyzzy", "there is no model `xyzzy`: `storyc models` lists them all"),
        ("../../etc/passwd@x", "there is no model"),
        ("", "there is no model"),
        ("a" * 100_000, "there is no model"),
    ],
)
def test_an_unknown_name_gets_the_nearest(name: str, words: str) -> None:
    with pytest.raises(ProfileError) as caught:
        load(name, MemoryFiles({}))
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fps: 30", "fsp: 30", "fsp"),
        ("fps: 30", "fps: many", "fps"),
        ("fps: 30", "fps: 30\nfps: 30", "second time"),
        ("fps: 30", "fps 30", "neither `key: value` nor a comment"),
        ("schema: storyc.profile/2", "schema: storyc.profile/3", "`schema` is not `storyc.profile/2`"),
        (
            "schema: storyc.profile/2",
            "schema: storyc.profile/1",
            "write `storyc.profile/2`, the end of `url` as `route`",
        ),
        ("route: wan-2.6-t2v", "route: https://elsewhere.example/wan", "no path without an origin"),
        ("    duration: duration\n", "", "`body.fields` has no `duration`"),
        ("    seed: seed\n", "", "the profile has `seed`, `body.fields` has none"),
        ("    size: size\n", "    size: a..b\n", "`body` has `a..b`"),
        ("  style: timed", "  style: array", "`body.fields` has no `shots`"),
        ("  unit: second", "  unit: token", "`price.tokens`"),
        ("id: mine@segmind", "id: yours@segmind", "the file's name says `mine@segmind`"),
        ("host: segmind", "host: there", "model and host say"),
        ("evidence: host", "evidence: hearsay", "evidence"),
        ("  checked: 2026-11-22\n", "", "checked"),
        ("    720p: 0.125", "    720p: dear", "`price.rates.720p` is `dear`"),
        ("    720p: 0.125", "    720p: 0.000000", "`price.rates.720p` is 0"),
        ("    720p: 0.125", "    480p: 0.125", "which has no price"),
        ("  default: 1280*720", "  default: 1*1", "`size.default`"),
        ("    1280*720: 720p", "    wide: 720p", "not width*height"),
        ("    1280*720: 720p", "    6001*4000: 720p", "more than 24 megapixels"),
        ("    - 10\n", "    - 20\n", "ascending"),
        ("  default: 5\n", "  default: 6\n", "`duration.default` is 6 s"),
        ("  allowed:\n    - 5\n    - 10\n    - 15\n", "", "neither `allowed` nor"),
        ("Shot {n} [{start}-{end}s]", "Shot {n}", "does not hold {n}"),
        ("    en:", "    de:", "has no `en`"),
    ],
)
def test_what_is_wrong_with_a_profile_is_named(old: str, new: str, words: str) -> None:
    assert old in OWN
    with pytest.raises(ProfileError) as caught:
        load("mine@segmind", own(OWN.replace(old, new)))
    assert words in str(caught.value)
    assert "profiles/mine@segmind.yaml" in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are those of POSIX")
@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a link out of the project", "a link to nowhere"])
def test_a_profile_that_is_no_file_is_named(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "film" / "profiles" / "mine@segmind.yaml"
    place.parent.mkdir(parents=True)
    (tmp_path / "mine.yaml").write_text(OWN)
    match kind:
        case "a pipe":
            os.mkfifo(place)
        case "a folder":
            place.mkdir()
        case "a link to nowhere":
            place.symlink_to("gone.yaml")
        case _:
            place.symlink_to(tmp_path / "mine.yaml")
    with pytest.raises(ProfileError) as caught:
        load("mine@segmind", DiskFiles(tmp_path / "film"))
    assert "write `mine@segmind`" not in str(caught.value)
    # What lies in a folder of that name is none either.
    assert ("profiles/mine@segmind.yaml: it is no file" in str(caught.value)) is (kind != "a folder")


def test_odd_bytes_are_named() -> None:
    for data, words in ((b"\xff", "not UTF-8"), (b"a: b\n" * 20_000, "longer than")):
        with pytest.raises(ProfileError, match=words):
            load("mine@segmind", MemoryFiles({"profiles/mine@segmind.yaml": data}))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("route: ", "route: //elsewhere.example/", "which is no path without an origin"),
        ("@segmind\n", "@nowhere\n", "there is no host `nowhere`, known are `"),
    ],
)
def test_a_profile_of_a_project_names_no_other_host(old: str, new: str, words: str) -> None:
    text = OWN.replace(old, new)
    name = "mine@segmind"
    if "@nowhere" in new:
        text, name = text.replace("host: segmind", "host: nowhere"), "mine@nowhere"
    with pytest.raises(ProfileError, match=re.escape(words)):
        load(name, own(text, name))


@pytest.mark.parametrize("name", model_names(None))
def test_a_shipped_profile_is_at_its_host(name: str) -> None:
    profile = load(name, None)
    assert profiles.url(profile, profile.size.default).startswith(f"{hosts.host(profile.host).bases.api}/")


def test_known_profiles_are_those_of_their_files() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "gen_profiles.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for place in (ROOT / "storyboard" / "profiles").glob("*@*.yaml"):
        data = place.read_bytes()
        known = generated.record("storyboard.profiles.known", place.stem, data)
        assert known == profiles.read_profile(place.name, place.stem, data)
        assert generated.record("storyboard.profiles.known", place.stem, data + b"\n") is None
    for place in (ROOT / "storyboard" / "profiles" / "hosts").glob("*.yaml"):
        known = generated.record("storyboard.profiles.hosts.known", place.stem, place.read_bytes())
        assert known == hosts.read(place.read_text("utf-8"))


def test_a_shipped_file_that_was_changed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = profiles.DEFAULT
    text = (ROOT / "storyboard" / "profiles" / f"{name}.yaml").read_text(encoding="utf-8")
    (tmp_path / f"{name}.yaml").write_text(text.replace("title: Wan 2.6", "title: Another"), encoding="utf-8")
    monkeypatch.setattr(profiles, "_folder", lambda: tmp_path)
    monkeypatch.setattr(profiles, "_shipped", {})
    changed = profiles.shipped(name)
    assert changed is not None
    assert changed.title.startswith("Another")
