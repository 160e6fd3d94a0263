"""A host made from its settings, and what is said when it ends."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from storyboard.emulate.addresses import table
from storyboard.emulate.book import Book
from storyboard.emulate.contradictions import differences
from storyboard.emulate.examples import examples, request_schema
from storyboard.emulate.host import Emulator
from storyboard.emulate.media import Clips
from storyboard.emulate.offered import not_offered
from storyboard.emulate.records import EmulatorSettings
from storyboard.profiles import Profile, load, model_names
from storyboard.profiles.hosts import Host, host
from storyboard.source import Files
from storyboard.timing import money

# The words for a job's state that are spoken here.
_STATES = (("QUEUED", "PROCESSING"), ("COMPLETED",), ("FAILED",))


class NotUsable(Exception):
    """Settings that no host can have; the text says why."""


def models_here(api: Host, files: Files | None) -> dict[str, Profile]:
    """The models of a host by their name in the address. Raises ProfileError for a profile that cannot be read."""
    models: dict[str, Profile] = {}
    for name in model_names(files):
        profile = load(name, files)
        if profile.host == api.name:
            models |= dict.fromkeys(profile.routes, profile)
    return models


def emulator(settings: EmulatorSettings, files: Files | None, tell: Callable[[str], None]) -> Emulator:
    """The host that serves its models, the project's own included.

    Raises HostError for a host that is not known or whose answers cannot be read, NotUsable for one that speaks
    otherwise or for a withdrawn model that is not known, ProfileError for a profile that cannot be read.
    """
    api = host(settings.host)
    if api.protocol != "jobs":
        raise NotUsable(f"`{api.name}` speaks `{api.protocol}`, and only `jobs` is spoken here")
    spoken = examples(api.name)
    if spoken is None and (api.states.running, api.states.done, api.states.failed) != _STATES:
        raise NotUsable(
            f"nobody has written down what `{api.name}` answers: write it into `{api.name}.json` beside "
            f"`{api.name}.yaml`, as docs/hosts.md says"
        )
    models = models_here(api, files)
    wrong = list(differences(api, spoken, models)) if spoken is not None else []
    if wrong:
        raise NotUsable(f"`{api.name}.json`: {'; '.join(wrong)}")
    for profile in models.values():
        request_schema(profile.id)  # what cannot be read is said now, and not to the first who sends
    for name in settings.withdrawn:
        if name not in models:
            raise NotUsable(f"no model is called `{name}`, known are {', '.join(f'`{model}`' for model in models)}")
    for fault in (*settings.faults, *(fault for faults in settings.script for fault in faults)):
        why = not_offered(fault, api, spoken)
        if why:
            raise NotUsable(why)
    key = settings.key or f"{api.key.mark}{secrets.token_hex(8)}"
    book, clips = Book(settings), Clips(settings.clip_mb)
    return Emulator(api, settings, key, table(api), models, book, clips, threading.Event(), tell)


def summary(host: Emulator) -> str:
    """The book in lines: each charge, then what it came to."""
    record = host.book.record()
    charges = host.book.charges()
    lines = [
        f"billed {money(job.cost):>8} USD  {job.id}  {job.model}"
        + (f"  seed {job.seed}" if job.seed is not None else "")
        for job in charges
    ]
    running = sum(job.state in ("QUEUED", "PROCESSING") for job in record.jobs)
    total = money(sum(job.cost for job in charges))
    words = [
        f"{total} USD billed for {len(charges)} of {record.submits} submits",
        f"{record.requests_seen} requests",
    ]
    words += [f"{running} still running, not billed"] if running else []
    return "\n".join([*lines, f"book: {', '.join(words)}"])
