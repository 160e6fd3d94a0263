"""The settings of a project: what flags, environment and file say, in this order.

The records below are the one table of keys: a field is a key, a record in a field is a section. A new key is one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NewType, cast

import msgspec

from storyboard.diagnostics import nearest
from storyboard.patterns import lazy
from storyboard.profiles import hostnames
from storyboard.roots import MOST_BYTES, PYPROJECT
from storyboard.source.files import read_regular
from storyboard.system.secrets import OF_HOSTS, mask

Money = NewType("Money", int)  # micro-dollars, written as dollars
Most = NewType("Most", int)  # a count that may be 0
Seconds = NewType("Seconds", int)
AtOnce = NewType("AtOnce", int)  # a number of things at once
InFlight = NewType("InFlight", int)  # the same; a variable or a flag may say more
Protocol = Literal["auto", "v1", "v2"]
_KEY_NAMES = lazy(r"key|api_?-?key|(?:\w*_)?(?:api_?-?key|token|secret|password)", re.IGNORECASE)
_DAY = 86_400  # seconds; a longer wait is a mistake
MOST_JOBS = 64
_MOST = 1_000_000_000  # of what is counted in whole numbers
# Whose prices are taken is said by somebody outside the project, or anybody who writes into it could name a price.
_OUTSIDE = ("trust_prices",)
_MONEY = frozenset(("max_cost", "max-cost", "budget", "max_spend", "cap"))  # what a cap is called elsewhere
# What a project's file may lower and never raise where somebody outside the project has said it too.
CAPS = ("caps.run", "caps.day", "caps.month", "caps.clips")
# Where caps of more than one run are counted, and how variables begin that somebody may take for a cap.
_BOOKS = ("STORYC_STORE", "STORYC_LEDGER")
_LIMITING = ("STORYC_CAP", "STORYC_MAX")
_DOLLARS = lazy(r"([0-9]{1,9})(?:\.([0-9]{1,4}))?")
_PROTOCOLS = cast("tuple[Protocol, ...]", ("auto", *hostnames.WAYS))
_AS_TOML = msgspec.json.Encoder(enc_hook=str, decimal_format="number")
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
    lines: int = 12_000
    clips: int = 1_000
    shots: int = 10_000
    numbers: int = 2_000
    yaml_depth: int = 20
    yaml_nodes: int = 20_000
    include_depth: int = 8
    template_bytes: int = 65_536


class CapSettings(msgspec.Struct, frozen=True):
    """The most that may be spent by a run, a day and a month, in micro-dollars, and the most clips of a ledger.

    None is no cap; with 0 nothing may be spent.
    """

    run: Money | None = None
    day: Money | None = None
    month: Money | None = None
    clips: Most | None = None


class HostSettings(msgspec.Struct, frozen=True):
    """How a host is spoken to: its protocol, the seconds that one request may take, and whether through proxies.

    `patience` are the seconds for which a run waits for a job, three times what is usual where it says none.
    `in_flight` is how many clips it may be at work on, where the host itself names no number.
    """

    protocol: Protocol = "auto"
    timeout: Seconds = Seconds(900)
    proxies: bool = False
    patience: Seconds | None = None
    in_flight: InFlight = InFlight(64)


class Config(msgspec.Struct, frozen=True):
    """A project's settings; `origins` says for each dotted key where its value is from: a flag, a variable, a file.

    `out` is the folder of what is built and `store` where ledger and store lie, a folder or an address, both from the
    root, `store` None for where they belong; `ledger` is where the ledger lies if not there. `jobs` is how many clips
    are sent or drawn at once, and no more are drawn than there are cores; `host` has the section of each host.
    `trust_prices` names the profiles whose prices somebody outside the project vouches for, and `outside` the caps that
    were set there.
    """

    model: str | None = None
    template: str | None = None
    provider: str = "animatic"
    out: str = "build"
    jobs: AtOnce = AtOnce(4)
    store: str | None = None
    ledger: str | None = None
    trust_prices: tuple[str, ...] = ()
    rules: Rules = Rules()
    caps: CapSettings = CapSettings()
    limits: Limits = Limits()
    host: dict[str, HostSettings] = {}
    origins: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    outside: frozenset[str] = frozenset()


class _Kind(msgspec.Struct, frozen=True):
    """What a key's value is called, and the value that a TOML value or a variable's text names, None for none."""

    name: str
    toml: Callable[[Any], object]
    text: Callable[[str], object]


def dollars(text: str) -> int | None:
    """The micro-dollars that a decimal with at most four places names, `12.5`, or None for anything else."""
    match = _DOLLARS.fullmatch(text)
    return int(match[1]) * 1_000_000 + int((match[2] or "").ljust(6, "0")) if match else None


def _money(value: object) -> int | None:
    number = isinstance(value, int | Decimal | str) and not isinstance(value, bool)
    return dollars(str(value)) if number else None


def _natural(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else None


def _seconds(value: object) -> int | None:
    count = _count(value)
    return count if count is not None and count <= _DAY else None


def _at_once(value: object) -> int | None:
    count = _count(value)
    return count if count is not None and count <= MOST_JOBS else None


def _protocol(value: object) -> Protocol | None:
    return next((word for word in _PROTOCOLS if word == value), None)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST else None


def _of_digits(check: Callable[[object], int | None]) -> Callable[[str], int | None]:
    return lambda text: check(int(text)) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _words(value: object) -> tuple[str, ...] | None:
    items: list[object] = value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
    words = tuple(item for item in items if isinstance(item, str))
    return words if len(words) == len(items) else None


_SECONDS = _Kind(f"whole seconds from 1 to {_DAY}", _seconds, _of_digits(_seconds))
# By what is written behind a field's name: to make types of that takes longer than to read the settings.
_KINDS: dict[str, _Kind] = {
    "str | None": _Kind("text", lambda value: value if isinstance(value, str) and value else None, lambda text: text),
    "str": _Kind("a word", lambda value: value if isinstance(value, str) and value else None, lambda text: text),
    "bool": _Kind(
        "true or false",
        lambda value: value if isinstance(value, bool) else None,
        lambda text: True if text.lower() in _ON else False if text.lower() in _OFF else None,
    ),
    "int": _Kind(f"a whole number from 1 to {_MOST:,}", _count, _of_digits(_count)),
    "Money | None": _Kind("dollars with at most four places, as 12.50", _money, dollars),
    "Most | None": _Kind(f"a whole number from 0 to {_MOST:,}", _natural, _of_digits(_natural)),
    "Seconds": _SECONDS,
    "Seconds | None": _SECONDS,
    "AtOnce": _Kind(f"a whole number from 1 to {MOST_JOBS}", _at_once, _of_digits(_at_once)),
    "InFlight": _Kind(
        f"a whole number above 0, at most {MOST_JOBS} in a project's file",
        _at_once,
        _of_digits(_count),
    ),
    "Protocol": _Kind("auto, v1 or v2", _protocol, _protocol),
    "tuple[str, ...]": _Kind("a list of words", _words, lambda text: tuple(text.replace(",", " ").split())),
}


def load(
    root_file: Path | None, environ: Mapping[str, str], flags: Mapping[str, object], data: bytes | None = None
) -> Config:
    """The settings of one run: a flag counts before a `STORYC_*` variable, that before the file, that before a default.

    Of a cap that a flag or a variable names too, the file may say less and never more.

    `flags` has dotted keys (`rules.strict`); None stands for a flag that was not given. The variable of `rules.strict`
    is `STORYC_RULES_STRICT`. `data` is the file's content where that does not come from the disk. Raises ConfigError.
    """
    kinds = dict(_keys(Config))
    table = _table(root_file, data) if root_file else dict[str, object]()
    known_hosts = _known_hosts(table, environ)
    for name in known_hosts:
        kinds |= _keys(HostSettings, f"host.{name}.")
    values: dict[str, object] = {}
    origins = dict.fromkeys(kinds, "default")
    for key, value in _flat(table, kinds, root_file):
        if key in _OUTSIDE:
            variable = "STORYC_" + key.upper()
            raise ConfigError(f"{root_file}: `{key}` is never said by a project's file: set {variable}, or the flag")
        parsed = kinds[key].toml(value)
        if parsed is None:
            raise ConfigError(f"{root_file}: `{key}` is {_shown(value)}, not {kinds[key].name}")
        values[key], origins[key] = parsed, str(root_file)
    in_file = dict(values)
    _check_limits(environ)
    named = any(name.startswith("STORYC_") for name in environ)
    for key, kind in kinds.items() if named else ():
        variable = "STORYC_" + key.upper().replace(".", "_")
        if environ.get(variable, "").strip():
            parsed = kind.text(environ[variable].strip())
            if parsed is None:
                raise ConfigError(f"{variable} is {_shown(environ[variable])}, not {kind.name}")
            values[key], origins[key] = parsed, variable
    for key, value in flags.items():
        if value is not None and key in kinds:
            if value == "":  # a script's variable that nobody has set
                raise ConfigError(f"--{_flag(key)} is empty: leave it out, or say what it is to be")
            values[key], origins[key] = value, f"--{_flag(key)}"
    outside = frozenset(key for key in CAPS if origins[key] not in ("default", str(root_file)))
    for key in outside & in_file.keys():
        if cast(int, in_file[key]) < cast(int, values[key]):
            values[key], origins[key] = in_file[key], str(root_file)
    return _filled(values | {"outside": outside}, origins, known_hosts)


def _flag(key: str) -> str:
    return key.rpartition(".")[2].replace("_", "-")


def _check_limits(environ: Mapping[str, str]) -> None:
    """Raises ConfigError for a variable that was to limit what is spent, and says nothing: no cap would hold then.

    A pipeline that takes a variable from settings which nobody has made sets it to nothing.
    """
    caps = {"STORYC_" + key.upper().replace(".", "_") for key in CAPS}
    for variable in sorted(name for name in environ if name.startswith(_LIMITING)):
        if variable not in caps:
            meant = nearest(variable, caps)
            help = f"write `{meant}`" if meant else f"known are {', '.join(sorted(caps))}"
            raise ConfigError(f"{variable} is no setting of storyc, and caps nothing: {help}")
    for variable in (*sorted(caps), *_BOOKS):
        if variable in environ and not environ[variable].strip():
            raise ConfigError(f"{variable} is set and empty: unset it, or say what it is to be")


def _known_hosts(table: Mapping[str, object], environ: Mapping[str, str]) -> tuple[str, ...]:
    """The hosts that have a section; those of packages take long to find, and are looked for where one is named."""
    sections = table.get("host")
    named = cast("dict[str, object]", sections) if isinstance(sections, dict) else dict[str, object]()
    meant = {f"STORYC_HOST_{name.upper()}_" for name in named}
    meant |= {name for name in environ if name.startswith("STORYC_HOST_")}
    try:
        known = hostnames.names(installed=False)
        starts = tuple(f"STORYC_HOST_{name.upper()}_" for name in known)
        return known if all(name.startswith(starts) for name in meant) else hostnames.names()
    except hostnames.HostError as error:
        raise ConfigError(str(error)) from error


def given(settings: Mapping[str, object]) -> dict[str, object]:
    """The values of settings by their dotted keys, as `load` takes them for flags, checked as those of a file are.

    Raises ConfigError for a key that is not known, and for a value that is not of its kind.
    """
    kinds = dict(_keys(Config))
    values: dict[str, object] = {}
    for key, value in settings.items():
        if key not in kinds:
            meant = nearest(key, kinds)
            raise ConfigError(f"`{mask(key)}` is no setting of storyc{f': write `{meant}`' if meant else ''}")
        plain = list(cast(tuple[object, ...], value)) if isinstance(value, tuple) else value
        values[key] = kinds[key].toml(plain)
        if values[key] is None:
            raise ConfigError(f"`{key}` is {_shown(plain)}, not {kinds[key].name}")
    return values


def _filled(values: Mapping[str, object], origins: dict[str, str], known_hosts: Iterable[str]) -> Config:
    """The record of all values, each section's in a record of its own."""
    named: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        named.setdefault(section, {})[name] = value
    sections: dict[str, Any] = {name: kind(**named.get(name, {})) for name, kind in _sections(Config)}
    host = {name: HostSettings(**named.get(f"host.{name}", {})) for name in known_hosts}
    return Config(**named.get("", {}), **sections, host=host, origins=origins)


def _sections(record: type[msgspec.Struct]) -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Each section of a record, and the record of its keys."""
    for name, default in zip(record.__struct_fields__, record.__struct_defaults__, strict=True):
        if isinstance(default, msgspec.Struct):
            yield name, type(default)


def _keys(record: type[msgspec.Struct], before: str = "") -> Iterator[tuple[str, _Kind]]:
    """Each key with its section and a dot, and the kind of its value."""
    sections = dict(_sections(record))
    for name, written in record.__annotations__.items():
        if name in sections:
            yield from _keys(sections[name], f"{before}{name}.")
        elif written in _KINDS:
            yield before + name, _KINDS[written]


def _flat(
    table: Mapping[str, object], kinds: Mapping[str, _Kind], file: Path | None, before: str = ""
) -> Iterator[tuple[str, object]]:
    """Each key of the file with its section and a dot, and its value. Raises ConfigError for one that is not known."""
    inside = [key for key in kinds if key.startswith(before)]
    sections = {before + key.removeprefix(before).partition(".")[0] for key in inside if "." in key[len(before) :]}
    for name, value in table.items():
        key = before + name
        if key in kinds:
            yield key, value
        elif key in sections:
            if not isinstance(value, dict):
                raise ConfigError(f"{file}: `{key}` is {_shown(value)}, not a section, `[{key}]`")
            yield from _flat(value, kinds, file, f"{key}.")  # pyright: ignore[reportUnknownArgumentType]
        elif _KEY_NAMES.fullmatch(name):
            help = (
                f"delete it, and put the key into {_variables()}, a file for `--api-key-file` or the system's keyring"
            )
            raise ConfigError(f"{file}: `{mask(key)}` would hold a key, and keys never live in project files: {help}")
        else:
            meant = nearest(key, [*inside, *sections])
            known = [*(word for word in inside if "." not in word[len(before) :]), *sorted(sections)]
            under = next(
                (word for word in kinds if word.rpartition(".")[2] == name), "caps.run" if name in _MONEY else ""
            )
            section, _, last = under.rpartition(".")
            help = f"write `{meant}`" if meant else f"known are {', '.join(f'`{word}`' for word in known)}"
            if section and not before:
                help = f"write `{last}` under `[{section}]`"
            raise ConfigError(f"{file}: `{mask(key)}` is no setting of storyc: {help}")


def _variables() -> str:
    """The variables of the environment in which keys of the shipped hosts belong."""
    from storyboard.profiles import hosts  # few files hold a key

    return ", ".join(hosts.host(name).key.variable for name in hosts.shipped())


def _shown(value: object) -> str:
    """A value as TOML would have it, cut where it is long, and without anything that looks like a key."""
    try:
        text = mask(_AS_TOML.encode(value).decode("utf-8"))
    except (ValueError, OverflowError):  # Python writes no number of more than 4,300 digits
        return "a number too long to be shown"
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


def _table(file: Path, data: bytes | None) -> Mapping[str, object]:
    """The settings that a file holds. Raises ConfigError where it cannot be read or holds a service's key."""
    from storyboard.language.tomltext import TomlError, read_toml

    try:
        content = read_regular(file, MOST_BYTES + 1) if data is None else data
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from error
    text = content.decode("utf-8", "replace")
    secret = OF_HOSTS.search(text)
    if secret:
        line = text.count("\n", 0, secret.start()) + 1
        help = f"delete it, make a new one, and put that in {_variables()}"
        raise ConfigError(f"{file}: line {line} holds a service's key, and keys never live in project files: {help}")
    try:
        table: Any = read_toml(content, MOST_BYTES)
    except TomlError as error:
        raise ConfigError(f"{file}: {error}") from error
    return table["tool"]["storyc"] if file.name == PYPROJECT else table
