"""Where a service's key comes from: a file, the environment, the system's keyring. Never a project's own files."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, BinaryIO, NoReturn

from storyboard.system.extras import install
from storyboard.system.secrets import LEAST, conceal, mask

STDIN = "-"
# The name under which the keyring holds the key, the service's being the user's.
KEYRING = "storyc"
_NO_EXTRA = "and the extra `keyring` is not installed"
_MOST = 512
_MOST_FILE = 4096


class NoKey(Exception):
    """There is no key, or none that can be used; the text says where was looked and what to do, and never the key."""


class Key:
    """A service's key: `value`, `origin` as a phrase, and `warning`, a phrase where it can be seen by others.

    Not a record, so that nothing which writes records can write the value.
    """

    __slots__ = ("origin", "value", "warning")

    def __init__(self, value: str, origin: str, warning: str = "") -> None:
        self.value, self.origin, self.warning = value, origin, warning

    def __repr__(self) -> str:
        return f"<the key of {self.origin}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is never written down")


def find(service: str, name: str, *, file: str | None = None, environ: Mapping[str, str]) -> Key:
    """The key of a service: of the file that is named (`-`: the first line of stdin), else the first that is found.

    `name` is the variable of the environment that holds it. From now on nothing that is printed shows the key.
    Raises NoKey.
    """
    if file is not None:
        return _of_file(file)
    if environ.get(name, "").strip():
        return _key(environ[name], name)
    value, why = _of_keyring(service)
    if value:
        return _key(value, "the system's keyring")
    ready = f"install the extra by `{install('keyring')}` and " if why == _NO_EXTRA else ""
    raise NoKey(
        f"there is no key for {service}: no `--api-key-file`, nothing in {name}, {why}: put the key into {name}, "
        f"or name a file that holds it, or {ready}run `keyring set {KEYRING} {service}`"
    )


def _key(text: str, origin: str, warning: str = "") -> Key:
    """The key that a text holds, hidden from now on. Raises NoKey for what cannot be one."""
    value = text.strip()
    lines = value.splitlines()
    # Also what cannot be used may be a secret.
    for line in lines:
        if len(line) >= LEAST:
            conceal(line)
    if len(lines) > 1:
        raise NoKey(f"{origin} holds {len(lines)} lines, but a key is one: leave the key alone in it")
    if not value:
        raise NoKey(f"{origin} is empty: put the key into it")
    if not LEAST <= len(value) <= _MOST:
        raise NoKey(f"{origin} holds {len(value):,} characters, but a key has {LEAST} to {_MOST}: copy the key whole")
    odd = next((number for number, character in enumerate(value, 1) if not "!" <= character <= "~"), 0)
    if odd:
        code = ord(value[odd - 1])
        raise NoKey(f"{origin} has U+{code:04X} at character {odd}, but a key is plain ASCII: copy the key again")
    return Key(value, origin, warning)


def _of_file(path: str) -> Key:
    if path == STDIN:
        try:
            line = sys.stdin.buffer.readline(_MOST_FILE + 1)
        except OSError as error:
            raise NoKey(f"stdin cannot be read: {error.strerror}") from error
        return _key(_text(line, "stdin"), "the first line of stdin")
    # A key may have been typed where its file's name belongs.
    origin = mask(f"--api-key-file {path}")
    try:
        with open(path, "rb") as stream:
            warning = _seen(stream, mask(path))
            data = stream.read(_MOST_FILE + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no path"
        raise NoKey(f"{origin}: it cannot be read: {why}") from error
    return _key(_text(data, origin), origin, warning)


def _text(data: bytes, origin: str) -> str:
    if len(data) > _MOST_FILE:
        raise NoKey(f"{origin} holds more than {_MOST_FILE:,} bytes, but a key has at most {_MOST}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoKey(f"{origin}: byte {error.start} is not UTF-8: save the key as plain text") from None


def _seen(stream: BinaryIO, path: str) -> str:
    """A warning where others than the owner may read a file; Windows tells such things elsewhere."""
    mode = os.fstat(stream.fileno()).st_mode
    if os.name != "posix" or not stat.S_ISREG(mode) or not mode & 0o077:
        return ""
    return f"`{path}` can be read by others: run `chmod 600` on it"


def _of_keyring(service: str) -> tuple[str, str]:
    """What the system's keyring holds for a service, and else why there is nothing."""
    try:
        keyring: Any = import_module("keyring")
    except ImportError:
        return "", _NO_EXTRA
    try:
        value: Any = keyring.get_password(KEYRING, service)
    except Exception as error:  # a backend may raise whatever the desktop's own service did
        said = mask(str(error)).strip().splitlines()
        return "", f"and the system's keyring failed ({type(error).__name__}{': ' + said[0][:200] if said else ''})"
    return (value, "") if isinstance(value, str) and value.strip() else ("", "nothing in the system's keyring")
