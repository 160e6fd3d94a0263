"""Who makes clips, by name: local makers by their files below `local`, hosts by their data; and each of them opened.

A host is opened by the protocol that its data names, a folder below `protocols`; so its provider is the one of that
name, and no code elsewhere knows any host.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from urllib.parse import urlsplit

import msgspec

from storyboard import profiles
from storyboard.config import Config, HostSettings
from storyboard.ledger.records import HostPlace
from storyboard.patterns import lazy
from storyboard.profiles import DEFAULT, hosts
from storyboard.profiles.hosts import Host
from storyboard.providers import Abilities, LocalMaker, Provider, keys, local, protocols
from storyboard.providers.address import checked_base, loopback
from storyboard.providers.keys import Key, NoKey
from storyboard.system.secrets import conceal_variables

# Who draws what no host has made.
DRAWN = "animatic"
# How a rehearsal's place is called; plain http is allowed on this machine only, where no host is.
REHEARSAL = "this machine"
_SECONDS = lazy(r"[0-9]{1,9}(?:\.[0-9]{1,9})?(?:e-[0-9]{1,2})?")


class Unfit(msgspec.Struct, frozen=True):
    """A host that cannot be opened as the environment or the configuration says, and why."""

    why: str


def names() -> tuple[str, ...]:
    """The names of all makers, sorted. Raises HostError."""
    return tuple(sorted({*_local_names(), *hosts.names()}))


def is_known(name: str) -> bool:
    """Whether a maker bears a name. Raises HostError."""
    return name in _local_names() or hosts.is_known(name)


def is_paid(name: str) -> bool:
    """Whether a maker is a host, which costs money; so is a name that nobody bears."""
    return name not in _local_names()


def described() -> str:
    """The makers that came with storyc in one phrase: `animatic (here, free) or NAME (paid)`."""
    words = [*(f"{name} (here, free)" for name in _local_names()), *(f"{name} (paid)" for name in hosts.shipped())]
    return _listed(words)


def shipped() -> str:
    """The names of the makers that came with storyc in one phrase."""
    return _listed([*_local_names(), *hosts.shipped()])


def _listed(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]])


def _local_names() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(local.__path__) if module.name[0] != "_")


def local_maker(name: str) -> LocalMaker:
    """The local maker of a name. Raises ModuleNotFoundError for one that is none."""
    maker: LocalMaker = import_module(f"{local.__name__}.{name}").MAKER
    assert maker.name == name
    return maker


def host_of(config: Config) -> str:
    """The name of the host that a configuration means: its provider, else its model's host, else the default's."""
    meant = [config.provider] if is_paid(config.provider) else []
    meant += [profiles.host_of(model) for model in (config.model, DEFAULT) if model is not None]
    return next(name for name in meant if hosts.is_known(name))


def find_key(name: str, file: str | None, environ: Mapping[str, str]) -> Key:
    """The key of a host, or the two that stand in for it with a blank between. Raises NoKey and HostError."""
    form = hosts.host(name).key
    pair = form.pair
    # The keys of other hosts are no less secret for not being used.
    conceal_variables((variable for known in hosts.names() for variable in hosts.host(known).key.variables), environ)
    halves = [
        half for half in ((pair.access, pair.secret) if pair is not None else ()) if environ.get(half, "").strip()
    ]
    if file is not None or pair is None or not halves:
        return keys.find(name, form.variable, file=file, environ=environ)
    if environ.get(form.variable, "").strip():
        raise hosts.HostError(f"{form.variable} and {halves[0]} are both set: leave one of them")
    if len(halves) < 2:
        # No other place is looked into for the second half: what the keyring holds is a whole key.
        missing = pair.secret if halves[0] == pair.access else pair.access
        raise NoKey(
            f"there is no key for {name}: {halves[0]} is set without {missing}: put the other half into {missing}"
        )
    access, secret = (keys.find(name, variable, environ=environ) for variable in halves)
    return Key(f"{access.value} {secret.value}", f"{pair.access} and {pair.secret}")


def place(name: str, environ: Mapping[str, str]) -> HostPlace | Unfit:
    """Where the jobs of a host run: its name in the network, or this machine for a rehearsal.

    The address decides as it is written, never what its name resolves to. Raises HostError.
    """
    host = _host(name, environ)
    if isinstance(host, Unfit):
        return host
    base = _base(host, environ)
    if isinstance(base, Unfit):
        return base
    parts = urlsplit(base or host.bases.api)
    return HostPlace(REHEARSAL, rehearsal=True) if loopback(parts) else HostPlace(parts.hostname or "")


def address(name: str, environ: Mapping[str, str]) -> str | Unfit:
    """The address at which a host is spoken to. Raises HostError."""
    host = _host(name, environ)
    if isinstance(host, Unfit):
        return host
    base = _base(host, environ)
    return host.bases.api if base is None else base


def pace(name: str, environ: Mapping[str, str]) -> float | None:
    """The seconds that a generation takes at the emulator of a host, as it has told; None where the host is real.

    Raises HostError.
    """
    here, variable = place(name, environ), variables(name).seconds
    written = environ.get(variable, "").strip()
    if not written or isinstance(here, Unfit) or not here.rehearsal:
        return None
    if not _SECONDS.fullmatch(written):
        raise hosts.HostError(f"{variable} is `{written[:40]}`, which is no number of seconds: unset it")
    return float(written)


class HostVariables(msgspec.Struct, frozen=True):
    """The variables of the environment that say where a host is, in which region, and how fast its emulator is."""

    base: str
    region: str
    seconds: str


def variables(name: str) -> HostVariables:
    """The names of a host's variables. Raises HostError."""
    base = hosts.host(name).key.base_variable
    stem = base.removesuffix("_BASE_URL")
    return HostVariables(base, f"{stem}_REGION", f"{stem}_SECONDS")


def rehearsing(name: str, url: str, key: str, seconds: float) -> dict[str, str]:
    """The environment that has builds rehearse at an emulator of a host. Raises HostError."""
    named, form = variables(name), hosts.host(name).key
    # Kinds of keys that would contradict this one are emptied.
    halves = {} if form.pair is None else dict.fromkeys((form.pair.access, form.pair.secret), "")
    return {named.base: url, form.variable: key, **halves, named.seconds: f"{seconds:g}"}


def abilities(name: str) -> Abilities:
    """What a host can do, none of it where nothing here speaks its protocol. Raises HostError."""
    host = hosts.host(name)
    if host.protocol not in _protocols():
        return Abilities()
    return import_module(f"{protocols.__name__}.{host.protocol}").abilities(host)


def open_host(
    name: str, find: Callable[[], Key], settings: HostSettings, environ: Mapping[str, str]
) -> Provider | Unfit:  # fmt: skip
    """The provider of a host; `find` is called when all else is right. Nothing is sent.

    Raises NoKey and HostError.
    """
    host = _host(name, environ)
    if isinstance(host, Unfit):
        return host
    base = _base(host, environ)
    if isinstance(base, Unfit):
        return base
    if host.protocol not in _protocols():
        known = ", ".join(f"`{protocol}`" for protocol in _protocols())
        return Unfit(f"`{name}` speaks `{host.protocol}`, which this storyc does not know, known: {known}")
    speaking = import_module(f"{protocols.__name__}.{host.protocol}")
    key = find().value
    try:
        provider: Provider = speaking.open_provider(
            host, key, base=base, protocol=settings.protocol, timeout=float(settings.timeout), proxies=settings.proxies
        )
    except ValueError as error:
        return Unfit(str(error))
    assert provider.name == name
    return provider


def _protocols() -> tuple[str, ...]:
    return tuple(module.name for module in pkgutil.iter_modules(protocols.__path__) if module.ispkg)


def _host(name: str, environ: Mapping[str, str]) -> Host | Unfit:
    """The host of a name, in the region that the environment picks. Raises HostError."""
    host = hosts.host(name)
    variable = variables(name).region
    region, regions = environ.get(variable, "").strip(), host.bases.regions
    if not region or not regions:
        return host
    if region not in regions:
        return Unfit(f"{variable} is `{region[:40]}`, `{name}` has {_listed([f'`{known}`' for known in regions])}")
    bases = msgspec.structs.replace(host.bases, api=regions[region], history=regions[region], upload=regions[region])
    return msgspec.structs.replace(host, bases=bases)


def _base(host: Host, environ: Mapping[str, str]) -> str | Unfit | None:
    """The other address that the environment names for a host, if any; unfit where the key must not go to one.

    An empty one is what a pipeline leaves where the emulator has not begun, and the real host is not meant then.
    """
    variable = host.key.base_variable
    base = environ.get(variable)
    try:
        if base is not None and not base.strip():
            return Unfit(
                f"{variable} is set but empty: name an address in it, or unset it to speak to {host.bases.api}"
            )
        if base is not None:
            return checked_base(base)
        for own in (host.bases.api, host.bases.history, host.bases.upload):
            checked_base(own)
        return None
    except ValueError as error:
        return Unfit(f"{variable if base is not None else f'`bases` of `{host.name}`'}: {error}")
