"""What storyc can do only with packages that the core does not bring, and the command that installs them."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from importlib.util import find_spec

import msgspec


class Extra(msgspec.Struct, frozen=True):
    """An extra of the package: what it is for, and the packages that it consists of."""

    purpose: str
    packages: tuple[str, ...]


# A test compares the packages with pyproject.toml.
EXTRAS = {
    "video": Extra("drawn films, `verify` and the clips of `emulate`", ("av", "pillow", "fontpkg-noto-sans")),
    "lsp": Extra("`lsp`, the language server of editors", ("pygls",)),
    "pdf": Extra("`export --format pdf`", ("fontpkg-noto-sans", "typst")),
    "xlsx": Extra("`export --format xlsx`", ("xlsxwriter",)),
    "watch": Extra("a `watch` that reacts at once; without it, it looks every second", ("watchfiles",)),
    "cjk": Extra("fonts for Chinese, Japanese and Korean in drawn films", ("manimgx-fonts-cjk",)),
    "team": Extra(
        "ledger and store of many machines, at `postgresql:` and `s3:`", ("obstore", "psycopg", "psycopg-binary")
    ),
    "fleet": Extra("`fleet run`, the workers of a fleet", ("dbos", "psycopg", "psycopg-binary")),
    "keyring": Extra("reading a host's key from the system's keyring", ("keyring",)),
}


def install(name: str) -> str:
    """The command that installs an extra for the interpreter that runs.

    It names the extra's packages and not storyc, which may have come from a checkout: a registry's `storyc` could be
    a stranger's.
    """
    runs = [sys.executable, "-m", "pip", "install"]
    if find_spec("pip") is None:  # an environment that uv made
        runs = ["uv", "pip", "install", "--python", sys.executable]
    words = [*runs, *EXTRAS[name].packages]
    return " ".join(f'"{word}"' if " " in word else word for word in words) if os.name == "nt" else shlex.join(words)


def lacking(name: str, use: str) -> str:
    """What to say where an extra is missing: `use` needs it, and the command that installs it."""
    return f"{use} the extra `{name}`: {install(name)}"


def undrawn(letters: Sequence[str]) -> str:
    """What to say of letters that no font on this machine draws."""
    more = f" and {len(letters) - 12} more" if len(letters) > 12 else ""
    return (
        f"no font here draws {' '.join(f'`{letter}` (U+{ord(letter):04X})' for letter in letters[:12])}{more}: "
        "install a font for them, for Chinese, Japanese and Korean the extra `cjk`"
    )
