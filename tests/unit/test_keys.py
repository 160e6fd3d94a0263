"""Where a key comes from, what is no key, and that none of it is ever shown."""

from __future__ import annotations

import io
import os
import sys
import types
from functools import partial
from pathlib import Path

import msgspec
import pytest

from storyboard.providers import keys
from storyboard.providers.keys import Key, NoKey
from storyboard.system import secrets
from storyboard.system.extras import install

find = partial(keys.find, "segmind", "SEGMIND_API_KEY")
KEY = "SG_" + "0123456789abcdef"
ODD = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of another test is known, and no keyring of this machine is asked."""
    monkeypatch.setattr(secrets, "_live", ())
    monkeypatch.setitem(sys.modules, "keyring", None)


def holding(monkeypatch: pytest.MonkeyPatch, value: object) -> list[tuple[str, str]]:
    """A keyring that answers so, or fails so; which questions it was asked."""
    asked: list[tuple[str, str]] = []

    def get_password(service: str, name: str) -> object:
        asked.append((service, name))
        if isinstance(value, Exception):
            raise value
        return value

    ring = types.ModuleType("keyring")
    ring.__dict__["get_password"] = get_password
    monkeypatch.setitem(sys.modules, "keyring", ring)
    return asked


def written(path: Path, data: bytes, mode: int = 0o600) -> str:
    path.write_bytes(data)
    path.chmod(mode)
    return str(path)


def test_file_before_environment_before_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = holding(monkeypatch, "key-of-the-ring")
    file = written(tmp_path / "key", b"key-of-the-file\n")
    environ = {"SEGMIND_API_KEY": "key-of-the-environment"}
    found = find(file=file, environ=environ)
    assert (found.value, found.origin, found.warning) == ("key-of-the-file", f"--api-key-file {file}", "")
    found = find(environ=environ)
    assert (found.value, found.origin) == ("key-of-the-environment", "SEGMIND_API_KEY")
    assert asked == []
    found = find(environ={"SEGMIND_API_KEY": " "})
    assert (found.value, found.origin) == ("key-of-the-ring", "the system's keyring")
    assert asked == [("storyc", "segmind")]


def test_a_minus_is_the_first_line_of_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(f"{KEY}\r\nanything else\n".encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    found = find(file="-", environ={"SEGMIND_API_KEY": ODD})
    assert (found.value, found.origin) == (KEY, "the first line of stdin")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"short", "holds 5 characters, but a key has 8 to 512"),
        (b"x" * 513, "holds 513 characters"),
        (b"y" * 5000, "holds more than 4,096 bytes"),
        (f"{KEY}\n{ODD}\n".encode(), "holds 2 lines, but a key is one"),
        (b"two words", "has U+0020 at character 4"),
        (b"a-key-with-\x00-in-it", "has U+0000 at character 12"),
        ("ключ-ключ".encode(), "has U+043A at character 1"),
        (b"a-key-\xff-bytes", "byte 6 is not UTF-8"),
    ],
)
def test_what_is_no_key_is_told_and_not_shown(tmp_path: Path, data: bytes, words: str) -> None:
    file = written(tmp_path / "key", data)
    with pytest.raises(NoKey) as caught:
        find(file=file, environ={"SEGMIND_API_KEY": KEY})
    text = str(caught.value)
    assert words in text
    assert file in text
    for line in data.decode("utf-8", "replace").split():
        assert len(line) < 8 or line not in text
    # It may be a secret all the same.
    assert ODD not in data.decode("utf-8", "replace") or secrets.hide(ODD) == "*" * len(ODD)


def test_a_key_of_the_environment_is_checked_too() -> None:
    with pytest.raises(NoKey, match="SEGMIND_API_KEY holds 3 characters"):
        find(environ={"SEGMIND_API_KEY": "abc"})


def test_without_a_key_all_three_places_are_named() -> None:
    with pytest.raises(NoKey) as caught:
        find(environ={})
    text = str(caught.value)
    assert "no `--api-key-file`, nothing in SEGMIND_API_KEY, and the extra `keyring` is not installed" in text
    assert f"or install the extra by `{install('keyring')}` and run `keyring set storyc segmind`" in text


def test_whatever_a_keyring_raises_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    holding(monkeypatch, RuntimeError(f"the vault is shut\nfor {KEY}"))
    with pytest.raises(NoKey, match=r"the system's keyring failed \(RuntimeError: the vault is shut\)"):
        find(environ={})
    holding(monkeypatch, None)
    with pytest.raises(NoKey, match="nothing in the system's keyring"):
        find(environ={})


def test_the_real_keyring_without_a_backend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keyring")
    keyring = pytest.importorskip("keyring")
    from keyring.backends import fail

    monkeypatch.setattr(keyring, "get_password", fail.Keyring().get_password)
    with pytest.raises(NoKey, match="NoKeyringError"):
        find(environ={})


def test_a_file_that_is_not_there_is_named_and_a_key_in_its_place_is_not(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="nowhere: it cannot be read: No such file"):
        find(file=str(tmp_path / "nowhere"), environ={})
    with pytest.raises(NoKey) as caught:
        find(file=KEY, environ={})
    assert KEY not in str(caught.value)
    with pytest.raises(NoKey, match="it is no path"):
        find(file="a\0b", environ={})


@pytest.mark.skipif(os.name != "posix", reason="others tell it otherwise")
@pytest.mark.parametrize(("mode", "seen"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path, mode: int, seen: bool) -> None:
    found = find(file=written(tmp_path / "key", ODD.encode(), mode), environ={})
    assert ("can be read by others: run `chmod 600`" in found.warning) == seen


def test_a_key_is_hidden_from_the_moment_it_is_found() -> None:
    assert secrets.hide(f"x {ODD} y") == f"x {ODD} y"
    found = find(environ={"SEGMIND_API_KEY": ODD})
    assert secrets.hide(f"x {ODD} y") == f"x {'*' * len(ODD)} y"
    assert ODD not in f"{found} {found!r} {[found]}"


def test_a_key_cannot_be_written_down() -> None:
    import pickle

    key = Key(ODD, "a test")
    with pytest.raises(TypeError):
        msgspec.json.encode({"key": key})
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        vars(key)
