"""Settings that somebody else wrote: no number, name or file of them stops storyc or is passed over in silence."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from storyboard.config import ConfigError, load
from storyboard.language.tomltext import TomlError, read_toml
from storyboard.roots import find_root
from tests.steps import within

Captured = pytest.CaptureFixture[str]
LONG = "this is not TOML: a number in it is too long to be read"
PARTS = "has a name of more than 32 parts"
posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and modes are those of POSIX")
MANY = 3_000_000  # calls that a text of a few 100 kB may cost


@pytest.mark.parametrize("name", ["storyc.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("jobs = " + "9" * 5_000, LONG),
        ("jobs = 0x" + "f" * 5_000, "`jobs` is a number too long to be shown, not a whole number from 1 to 64"),
        ("jobs = [0x" + "f" * 5_000 + "]", "`jobs` is a number too long to be shown"),
        ("caps.run = 1e9999999999999999999", LONG),
        ("caps.run = 1e99", "`caps.run` is `1E+99`, not dollars"),
        ("caps.clips = 99999999999999999999", "not a whole number from 0 to 1,000,000,000"),
        ("limits.file_bytes = 9223372036854775807", "not a whole number from 1 to 1,000,000,000"),
        ("limits.lines = 1e999999", "`limits.lines` is `1E+999999`, not a whole number"),
        ("host.segmind.timeout = 1e400", "not whole seconds"),
        ("a" + ".a" * 20_000 + " = 1", PARTS),
        ("jobs = " + "[" * 100_000, "nested too deeply"),
        ("# " + "x" * 1_000_000, "the file is larger than 1,000,000 bytes"),
    ],
    ids=lambda text: text[:30],
)
def test_a_hostile_file_is_refused_in_words(tmp_path: Path, name: str, text: str, why: str) -> None:
    file = tmp_path / name
    file.write_text(("[tool.storyc]\n" if name == "pyproject.toml" else "") + text)
    assert find_root(tmp_path)[1] == file
    with pytest.raises(ConfigError, match=re.escape(why)) as refused:
        within(MANY, lambda: load(file, {}, {}))
    assert str(refused.value).startswith(f"{file}: ")
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    "text",
    [
        "[a" + ".a" * 40 + "]",
        "[[a" + " . a" * 40 + "]]",
        "'a'" + ".'a b'" * 40 + " = 1",
        '"a"' + '."\\""' * 40 + " = 1",
        'x = {a = """ " """, a' + ".a" * 40 + " = 1}",
        "x = ['''\n''''', \"\"\"\\\"\"\"\"]\na" + ".a" * 40 + " = 1",
        "# '''\na" + ".a" * 40 + " = 1",
    ],
)
def test_a_name_of_many_parts_is_seen_wherever_it_stands(text: str) -> None:
    with pytest.raises(TomlError, match=PARTS):
        read_toml(text.encode(), 10_000)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 31 + " = 1",
        "x = '" + "a." * 99 + "'",
        'x = "' + "a." * 99 + '"',
        "x = '''\n" + "a." * 99 + "\n'''",
        'x = """\\"""' + "a." * 99 + '"""',
        "# " + "a." * 99,
        "x = [" + "1.5, " * 99 + "]",
    ],
)
def test_what_is_no_name_may_hold_as_many_dots(text: str) -> None:
    assert len(read_toml(text.encode(), 10_000)) == (text[0] != "#")


@pytest.mark.parametrize(
    "text", ['"', "'", '\\"', 'a="\\"', '"""', "a.", "a-", '"a".', "'a'.", "a = '''\n", "a = {", "a "], ids=ascii
)
def test_a_million_bytes_of_anything_are_read(text: str) -> None:
    """By the square of the text, each of these would take hours."""
    with pytest.raises(TomlError):
        read_toml((text * 1_000_000)[:1_000_000].encode(), 1_000_000)


@posix
@pytest.mark.parametrize("name", ["storyc.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["a link to nowhere", "a circle of links", "a folder", "a pipe", "a device"])
def test_what_stands_where_settings_should_is_named(tmp_path: Path, capsys: Captured, name: str, kind: str) -> None:
    file = tmp_path / name
    match kind:
        case "a link to nowhere":
            file.symlink_to("../gone.toml")
        case "a circle of links":
            file.symlink_to(name)
        case "a folder":
            file.mkdir()
        case "a pipe":
            os.mkfifo(file)
        case _:
            file.symlink_to("/dev/zero")
    (tmp_path / "a.story").write_text("A lamp.\n")
    assert run(["check", str(tmp_path)]) == exits.USAGE
    said = capsys.readouterr().err
    assert str(file) in said
    assert ("no regular file" if kind in ("a folder", "a pipe", "a device") else "o such file" if "nowhere" in kind else "levels of symbolic links") in said  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"# a = 1\n", b"# a\n\n#b", b"a = 1", b"# a\nb = 2", b" # a", b"#\ta\nb = 3\n"]
)
def test_a_file_without_a_key_is_told_from_one_with_keys(data: bytes) -> None:
    assert read_toml(data, 100) == tomllib.loads(data.decode())


@pytest.mark.parametrize("data", [b"# a\x00", b"# \x07\n", b"# \xff", b"#a\rb = 1", b"#\x7f"])
def test_what_no_comment_may_hold_is_no_comment(data: bytes) -> None:
    with pytest.raises(TomlError):
        read_toml(data, 100)
