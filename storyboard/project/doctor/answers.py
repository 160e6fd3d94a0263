"""Whether the files about a host agree: what it is, what it answers, and what its models' requests look like."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.emulate import models_here
from storyboard.emulate.agreement import disagreements
from storyboard.emulate.examples import examples, request_schema
from storyboard.emulate.schema import faults
from storyboard.profiles import Profile, ProfileError
from storyboard.profiles.hosts import Host, HostError, shipped
from storyboard.project.doctor import Check
from storyboard.source import Files, MemoryFiles

_STORY = "doctor.story"


def answers(record: Host, files: Files) -> Iterator[Check]:
    """How a host's file agrees with its documented answers, and each of its models with the schema of its request."""
    name = f"answers {record.name}"
    beside = f"`{record.name}.json` and `{record.name}.yaml`"
    try:
        spoken, models = examples(record.name), models_here(record, files)
        if spoken is None and record.name not in shipped():
            yield Check(name, "note", "nobody has written down what it answers", "see docs/hosts.md")
        elif spoken is not None:
            wrong = list(disagreements(record, spoken, tuple(models)))
            help = f"one of {beside} does not say what the host's documentation says"
            for what in wrong:
                yield Check(name, "error", what, help)
            if not wrong and not (spoken.calls and spoken.key):
                why = f"agree; `{record.name}.json` has no `calls` or no `key`, so that addresses are not compared"
                yield Check(name, "warning", why, "write both down from the documentation, as docs/hosts.md says")
            elif not wrong:
                yield Check(name, "ok", f"{beside} agree")
        for profile in {profile.id: profile for profile in models.values()}.values():
            yield from _request(profile, files)
    except (HostError, ProfileError) as error:
        yield Check(name, "error", str(error))


def _request(profile: Profile, files: Files) -> Iterator[Check]:
    """Whether the request of a model is as its schema has it."""
    schema = request_schema(profile.id)
    if schema is None:
        return
    compiled = compile_story(MemoryFiles({_STORY: _story(profile)}, files), _STORY, Config())
    for request in compiled.requests:
        for what in faults(schema, dict(request.fields)):
            help = f"one of `{profile.id}.yaml` and `{profile.id}.json` does not say what the host's documentation says"
            yield Check(f"request {profile.id}", "error", what, help)


def _story(profile: Profile) -> str:
    """A story of the model's own length, in as many shots as it needs."""
    seconds, shots = profile.duration.default, max(profile.shots.min, 1)
    bounds = [seconds * number // shots for number in range(shots + 1)]
    lines = (f"Shot {number} [{start}-{end}s] A lamp.\n" for number, (start, end) in enumerate(pairwise(bounds), 1))
    return f"model: {profile.id}\nA night market.\n\n{''.join(lines)}"
