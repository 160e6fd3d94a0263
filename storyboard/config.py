"""The settings of a project: where its root is, and what flags, environment and file say, in this order.

The records below are the one table of keys: a field is a key, a record in a field is a section. A new key is one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from storyboard.diagnostics import nearest
from storyboard.source.secrets import FORMS, mask

FILE = "storyc.toml"
PYPROJECT = "pyproject.toml"
_SECRET = re.compile(FORMS[0][1])
_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class ConfigError(Exception):
    """The configuration cannot be used; the text names the file or variable, the key, and what disagrees."""


class Rules(msgspec.Struct, frozen=True):
    """Which rules count: codes, names or prefixes of codes; `strict` makes each warning an error."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False


class Limits(msgspec.Struct, frozen=True):
    """How much the compiler takes on: bytes of a file or template, characters of a line, and counts."""

    file_bytes: int = 4 * 1024 * 1024
    line: int = 100_000
    clips: int = 1_000
    shots: int = 10_000
    yaml_depth: int = 20
    yaml_nodes: int = 20_000
    include_depth: int = 8
    template_bytes: int = 65_536


class Config(msgspec.Struct, frozen=True):
    """A project's settings; `origins` says for each dotted key where its value is from: a flag, a variable, a file.

    `out` is the folder of what is built, from the root; `jobs` is how many clips are made at once, 0 by the cores.
    """

    model: str | None = None
    template: str | None = None
    provider: str = "animatic"
    out: str = "build"
    jobs: int = 0
    rules: Rules = Rules()
    limits: Limits = Limits()
    origins: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class _Kind(msgspec.Struct, frozen=True):
    """What a key's value is called, and the value that a TOML value or a variable's text names, None for none."""

    name: str
    toml: Callable[[Any], object]
    text: Callable[[str], object]


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _words(value: object) -> tuple[str, ...] | None:
    items: list[object] = value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
    words = tuple(item for item in items if isinstance(item, str))
    return words if len(words) == len(items) else None


_KINDS: dict[object, _Kind] = {
    str | None: _Kind("text", lambda value: value if isinstance(value, str) else None, lambda text: text or None),
    str: _Kind("a word", lambda value: value if isinstance(value, str) and value else None, lambda text: text),
    bool: _Kind(
        "true or false",
        lambda value: value if isinstance(value, bool) else None,
        lambda text: True if text.lower() in _ON else False if text.lower() in _OFF else None,
    ),
    int: _Kind(
        "a whole number above 0", _count, lambda text: _count(int(text)) if re.fullmatch(r"[0-9]{1,12}", text) else None
    ),
    tuple[str, ...]: _Kind("a list of words", _words, lambda text: tuple(text.replace(",", " ").split())),
}


def find_root(start: Path) -> tuple[Path, Path | None]:
    """The project's root for a file or folder, and the file with its settings where there is one.

    The root is the nearest folder upward with `storyc.toml` or with `[tool.storyc]` in `pyproject.toml`, else the
    nearest that holds `.git`, else the folder itself.
    """
    start = start.resolve()
    folder = start if start.is_dir() else start.parent
    upward = (folder, *folder.parents)
    for place in upward:
        if (place / FILE).is_file():
            return place, place / FILE
        if (place / PYPROJECT).is_file() and _has_section(place / PYPROJECT):
            return place, place / PYPROJECT
    return next((place for place in upward if (place / ".git").exists()), folder), None


def load(root_file: Path | None, environ: Mapping[str, str], flags: Mapping[str, object]) -> Config:
    """The settings of one run: a flag counts before a `STORYC_*` variable, that before the file, that before a default.

    `flags` has dotted keys (`rules.strict`); None stands for a flag that was not given. The variable of `rules.strict`
    is `STORYC_RULES_STRICT`. Raises ConfigError.
    """
    kinds = dict(_keys(Config))
    values: dict[str, object] = {}
    origins = dict.fromkeys(kinds, "default")
    for key, value in _flat(_table(root_file) if root_file else {}, kinds, root_file):
        found = kinds[key].toml(value)
        if found is None:
            raise ConfigError(f"{root_file}: `{key}` is {_shown(value)}, not {kinds[key].name}")
        values[key], origins[key] = found, str(root_file)
    for key, kind in kinds.items():
        variable = "STORYC_" + key.upper().replace(".", "_")
        if environ.get(variable, "").strip():
            found = kind.text(environ[variable].strip())
            if found is None:
                raise ConfigError(f"{variable} is {_shown(environ[variable])}, not {kind.name}")
            values[key], origins[key] = found, variable
    for key, value in flags.items():
        if value is not None and key in kinds:
            values[key], origins[key] = value, "--" + key.rpartition(".")[2].replace("_", "-")
    return _filled(values, origins)


def _filled(values: Mapping[str, object], origins: dict[str, str]) -> Config:
    sections: dict[str, dict[str, object]] = {"": {}, "rules": {}, "limits": {}}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        sections[section][name] = value
    rules, limits = sections["rules"], sections["limits"]
    return msgspec.convert({**sections[""], "rules": rules, "limits": limits, "origins": origins}, Config)


def _keys(record: type[msgspec.Struct], before: str = "") -> Iterator[tuple[str, _Kind]]:
    """Each key with its section and a dot, and the kind of its value."""
    for field in msgspec.structs.fields(record):
        kind: Any = field.type  # pyright: ignore[reportUnknownMemberType]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            yield from _keys(kind, f"{before}{field.name}.")
        elif kind in _KINDS:
            yield before + field.name, _KINDS[kind]


def _flat(
    table: Mapping[str, object], kinds: Mapping[str, _Kind], file: Path | None, before: str = ""
) -> Iterator[tuple[str, object]]:
    """Each key of the file with its section and a dot, and its value. Raises ConfigError for one that is not known."""
    sections = {key.partition(".")[0] for key in kinds if "." in key}
    for name, value in table.items():
        key = before + name
        if key in kinds:
            yield key, value
        elif not before and name in sections:
            if not isinstance(value, dict):
                raise ConfigError(f"{file}: `{key}` is {_shown(value)}, not a section, `[{key}]`")
            yield from _flat(value, kinds, file, f"{name}.")  # pyright: ignore[reportUnknownArgumentType]
        else:
            known = [known for known in kinds if known.startswith(before)]
            meant = nearest(key, [*known, *(() if before else sections)])
            help = f"write `{meant}`" if meant else f"known are {', '.join(f'`{word}`' for word in known)}"
            raise ConfigError(f"{file}: `{key}` is no setting of storyc: {help}")


def _shown(value: object) -> str:
    """A value as TOML would have it, cut where it is long, and without anything that looks like a key."""
    text = msgspec.json.encode(value, enc_hook=str).decode("utf-8")
    text = mask(text)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


def _has_section(file: Path) -> bool:
    """Whether a `pyproject.toml` is this project's settings; one that cannot be read is, when it speaks of storyc."""
    try:
        data = file.read_bytes()
    except OSError:
        return False
    if b"storyc" not in data:
        return False
    import tomllib

    try:
        tools = tomllib.loads(data.decode("utf-8", "replace")).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return b"tool.storyc" in data
    return isinstance(tools, dict) and isinstance(tools.get("storyc"), dict)  # pyright: ignore[reportUnknownMemberType]


def _table(file: Path) -> Mapping[str, object]:
    """The settings that a file holds. Raises ConfigError where it cannot be read or holds a service's key."""
    import tomllib

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: byte {error.start} is not UTF-8: save the file as UTF-8") from error
    secret = _SECRET.search(text)
    if secret:
        line = text.count("\n", 0, secret.start()) + 1
        help = "delete it, make a new one, and put that in SEGMIND_API_KEY"
        raise ConfigError(f"{file}: line {line} holds a service's key, and keys never live in project files: {help}")
    try:
        table: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: this is not TOML: {error}") from error
    return table["tool"]["storyc"] if file.name == PYPROJECT else table
