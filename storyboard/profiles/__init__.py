"""Models at hosts, as data: the shipped ones beside this file, and a project's own in its `profiles/` folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec

from storyboard.diagnostics import nearest
from storyboard.language import yamltext
from storyboard.patterns import lazy
from storyboard.profiles import forms, generated
from storyboard.profiles.hostnames import HostError
from storyboard.profiles.pricing import price
from storyboard.profiles.records import Label, Profile, TextLimit, ratio, shapes
from storyboard.source import NO_FILE, Source

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from storyboard.source import Files

__all__ = [
    "Label",
    "Profile",
    "ProfileError",
    "TextLimit",
    "asked_of",
    "durations",
    "host_of",
    "load",
    "model_names",
    "model_of",
    "price",
    "shipped",
    "sizes",
    "url",
]


def _folder() -> Traversable | Path:
    here = Path(__file__).parent
    if here.is_dir():
        return here
    # A zipped wheel has no paths; importlib.resources is slow to import, so it comes last.
    from importlib import resources

    return resources.files(__name__)


# The model that is meant where nobody names one: which that is is data too.
DEFAULT = (_folder() / "default.txt").read_text(encoding="utf-8").strip()
SCHEMA = "storyc.profile/2"
_CHANGE = (
    f"which had `url`, `flags` and `fields`: write `{SCHEMA}`, the end of `url` as `route`, the places of all fields "
    "that are sent as `body`, and `price` as `unit: second` with `rates`"
)
_FOLDER = "profiles"
_SUFFIX = ".yaml"
_MAX_BYTES = 65_536
_NAME = lazy(r"[a-z0-9][a-z0-9._-]{0,59}@[a-z0-9][a-z0-9._-]{0,59}")
_TIMES = lazy(r"\s*+[x×X*]\s*+")
_MONEY = lazy(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?")

_shipped: dict[str, Profile] = {}


class ProfileError(Exception):
    """A profile is not there or cannot be read; the text names it, what disagrees, and the nearest one."""


def model_of(name: str) -> str:
    """The host's name of a profile's model: what stands before the last `@` of `MODEL@HOST`."""
    return name.rpartition("@")[0]


def host_of(name: str) -> str:
    """The name of a profile's host: what stands behind the last `@` of `MODEL@HOST`."""
    return name.rpartition("@")[2]


def asked_of(name: str, files: Files | None) -> str:
    """What a host's history is asked for, for the jobs of a profile: its routes, with blanks between.

    Of a profile that is not there any more it is the model's name.
    """
    try:
        return " ".join(load(name, files).routes)
    except (ProfileError, HostError):
        return model_of(name)


def durations(profile: Profile) -> tuple[int, ...]:
    """The clip lengths that the model offers, in milliseconds, ascending."""
    return tuple(seconds * 1000 for seconds in profile.duration.allowed)


def url(profile: Profile, size: str) -> str:
    """The address that a request of a size is posted to, with a blocking call where the host has one."""
    from storyboard.profiles import hosts

    host = hosts.host(profile.host)
    return host.submits(host.ways[0], profile.route_of(size))


def sizes(profile: Profile, text: str) -> tuple[str, ...]:
    """The sizes that a writer's words name: one is meant, several are ambiguous, none is not offered.

    `1280x720` is a size, and each of the words in `720p landscape` or `9:16 720p` a tier or a shape that the size must
    have.
    """
    exact = _TIMES.sub("*", text.strip())
    if exact in profile.size.allowed:
        return (exact,)
    words = set(text.casefold().replace(",", " ").split())
    offered = profile.size.allowed.items()
    return tuple(size for size, tier in offered if words and words <= {tier.casefold(), *shapes(size), ratio(size)})


def model_names(files: Files | None) -> tuple[str, ...]:
    """The names of all profiles, the project's own included, sorted."""
    shipped = [place.name for place in _folder().iterdir()]
    own = [path.removeprefix(_FOLDER + "/") for path in files.list(_FOLDER)] if files else []
    known = {name.removesuffix(_SUFFIX) for name in (*shipped, *own) if name.endswith(_SUFFIX)}
    return tuple(sorted(name for name in known if _NAME.fullmatch(name)))


def load(name: str, files: Files | None) -> Profile:
    """The profile of a name, `model@host`; the project's own counts before a shipped one. Raises ProfileError."""
    own = f"{_FOLDER}/{name}{_SUFFIX}"
    if not _is_name(name):
        raise ProfileError(_unknown(name, files))
    if files is not None and files.exists(own):
        try:
            return _at_its_host(own, read_profile(own, name, files.read(own, _MAX_BYTES + 1)))
        except OSError as error:
            raise ProfileError(f"{own}: {error.strerror or 'it cannot be read'}") from error
    profile = shipped(name)
    if profile is None:
        raise ProfileError(_unknown(name, files))
    return profile


def _is_name(name: str) -> bool:
    return name == DEFAULT or _NAME.fullmatch(name) is not None


def _at_its_host(path: str, profile: Profile) -> Profile:
    """The profile itself. Raises ProfileError where its host is not known.

    A project's own files never decide where a key is sent: a profile has a route and no origin.
    """
    from storyboard.profiles import hosts  # a shipped profile has a shipped host

    try:
        hosts.host(profile.host)
    except HostError as error:
        raise ProfileError(f"{path}: {error}") from error
    return profile


def shipped(name: str) -> Profile | None:
    """The profile that came with storyc, or None. Raises ProfileError."""
    if name not in _shipped:
        place = _folder() / (name + _SUFFIX)
        if not _is_name(name) or not place.is_file():
            return None
        data = place.read_bytes()
        known: Profile | None = generated.record(f"{__name__}.known", name, data)
        _shipped[name] = known if known is not None else read_profile(place.name, name, data)
    return _shipped[name]


def _unknown(name: str, files: Files | None) -> str:
    known = model_names(files)
    if name in known:
        return f"{_FOLDER}/{name}{_SUFFIX}: it {NO_FILE}"
    meant = nearest(name, known, 0.5)
    help = f"write `{meant}`" if meant else "`storyc models` lists them all"
    return f"there is no model `{name[:80]}`: {help}"


def read_profile(path: str, name: str, data: bytes) -> Profile:
    """The profile that a file's bytes hold. Raises ProfileError with the file, the key and what disagrees."""
    if len(data) > _MAX_BYTES:
        raise ProfileError(f"{path}: it is longer than {_MAX_BYTES:,} bytes")
    try:
        source = Source(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: byte {error.start} is not UTF-8") from error
    root, findings = yamltext.read(source, 0, len(source.text))
    if findings:
        line = source.place(findings[0].span.start).line
        raise ProfileError(f"{path}:{line}: {findings[0].message}: {findings[0].help}")
    try:
        profile = msgspec.convert(_prepared(root), Profile, strict=False)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{path}: {_plain(str(error))}") from error
    from storyboard.profiles.agreement import disagreement  # shipped profiles are held to it when storyc is made

    trouble = disagreement(profile, name)
    if trouble:
        raise ProfileError(f"{path}: {trouble}")
    return profile


def _prepared(root: yamltext.Mapping) -> dict[str, object]:
    """The file's values as the records want them: prices in micro-dollars, lengths as a list, places as objects."""
    values = forms.plain(root, SCHEMA, "storyc.profile/1", _CHANGE)
    for section, change in (("price", _price), ("duration", _duration), ("body", _body)):
        if isinstance(values.get(section), dict):
            change(values[section])
    return values


def _body(section: dict[str, Any]) -> None:
    """Make an object of each place and each fixed value that is written as a text alone."""
    for key, name in (("fields", "at"), ("fixed", "value")):
        if isinstance(section.get(key), dict):
            section[key] = _objects(section[key], name)


def _objects(rows: dict[str, Any], name: str) -> dict[str, Any]:
    objects: dict[str, Any] = {}
    for key, row in rows.items():
        given: Any = {name: row} if isinstance(row, str) else row
        if isinstance(given, dict) and isinstance(cast(dict[str, Any], given).get("item"), dict):
            inner = cast(dict[str, Any], given)
            given = {**inner, "item": _objects(inner["item"], name)}
        objects[key] = given
    return objects


def _price(section: dict[str, Any]) -> None:
    """Make micro-dollars of the dollars that a file has; binary floats never come near money."""
    rates: Any = section.get("rates")
    if not isinstance(rates, dict):
        return
    rates = cast(dict[str, object], rates)
    for name, rate in rates.items():
        match = _MONEY.fullmatch(str(rate))
        if not match:
            raise msgspec.ValidationError(f"`price.rates.{name}` is `{rate}`, not dollars with six places at most")
        rates[name] = int(match[1]) * 1_000_000 + int((match[2] or "").ljust(6, "0"))
        # What costs nothing would be bought without consent, and no cap would count it.
        if not rates[name]:
            raise msgspec.ValidationError(f"`price.rates.{name}` is 0, and a host is always paid")


def _duration(section: dict[str, Any]) -> None:
    """Make a list of lengths of `min`, `max` and `step`."""
    if "allowed" in section:
        return
    ends = [str(section.pop(key, default)) for key, default in (("min", ""), ("max", ""), ("step", "1"))]
    if not all(re.fullmatch("[0-9]{1,4}", end) for end in ends) or not int(ends[2]):
        raise msgspec.ValidationError("`duration` has neither `allowed` nor whole seconds as `min`, `max` and `step`")
    section["allowed"] = list(range(int(ends[0]), int(ends[1]) + 1, int(ends[2])))


def _plain(message: str) -> str:
    """A message of the record's reader in plain words, its path last: `$.size.default` is `size.default`."""
    message = message.replace("Invalid enum value", "there is no choice").replace("Object ", "the profile ")
    return re.sub(r"\$\.?([^`]*)", r"\1", message).replace(" - at ``", "").replace(" - at ", ": ")
