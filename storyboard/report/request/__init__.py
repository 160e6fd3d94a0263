"""Compiled requests as text: for programs, for people, and for a shell."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

import msgspec

from storyboard.compiler.request import Request, record
from storyboard.profiles import hosts, load, url
from storyboard.project.records import Project
from storyboard.records import as_text
from storyboard.timing import money

Meant = Sequence[tuple[Project, Request]]


def as_json(requests: Meant) -> str:
    """An array of `storyc.request/1`, in clip order."""
    return as_text([record(request) for _, request in requests])


def as_prompt(requests: Meant) -> str:
    """The prompts as they are sent; each under a line that names its clip where there are several."""
    prompts = [request.prompt.rstrip("\n") + "\n" for _, request in requests]
    if len(prompts) < 2:
        return "".join(prompts)
    heads = [f"==> {_named(request)} <==\n" for _, request in requests]
    return "\n".join(head + prompt for head, prompt in zip(heads, prompts, strict=True))


def as_curl(requests: Meant) -> str:
    """A shell script with one curl call a request, the key being read from the host's variable of the environment."""
    calls = [_call(project, request) for project, request in requests]
    return "\n".join(["# Each call makes one paid generation.\n", *calls]) if calls else ""


def _named(request: Request) -> str:
    words = [request.story, f"clip {request.clip.index}"]
    words += [f"variant {request.variant}"] if request.variant else []
    words += [f"take {request.take}"] if request.take > 1 else []
    title = f": {request.clip.title}" if request.clip.title else ""
    return _one_line(", ".join(words) + title)


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _call(project: Project, request: Request) -> str:
    """The body goes through a quoted heredoc: JSON without indentation is one line, so nothing in it can end it."""
    body = msgspec.json.encode(request.fields).decode("utf-8")
    name = f"{request.clip.index:02}-{request.clip.slug}"
    name += f".{request.variant}" if request.variant else ""
    name += f".take{request.take}" if request.take > 1 else ""
    profile = load(request.profile, project.files)
    host = hosts.host(profile.host)
    lines = [f"# {_named(request)} ({money(request.price)} USD)"]
    if str(request.fields.get("audio", "")).startswith("sha256:"):
        lines.append("# The sound is a file of yours: upload it, and put its https address where sha256:... stands.")
    lines += [
        f"curl --globoff --fail-with-body --max-time {host.limits.blocking:.0f} "
        f"--output {shlex.quote(f'{name}.mp4')} \\",
        f'  --header "{host.key.header}: {host.key.prefix}${host.key.variable}"'
        ' --header "Content-Type: application/json" \\',
        f"  --data-binary @- {shlex.quote(url(profile, request.size))} <<'STORYC'",
        body,
        "STORYC",
    ]
    return "\n".join(lines) + "\n"


FORMATS: dict[str, Callable[[Meant], str]] = {"json": as_json, "prompt": as_prompt, "curl": as_curl}
