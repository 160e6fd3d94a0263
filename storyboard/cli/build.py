"""`storyc build`: the clips of stories, and their films."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from storyboard import build
from storyboard.build.report import FORMATS, Built
from storyboard.cli import exits, output, project, reporting
from storyboard.cli.building import Talk
from storyboard.cli.common import color_option, quiet_option, stories
from storyboard.cli.selection import options, selection
from storyboard.compiler import Options, compile_story

MOST_JOBS = 4


class Terminated(BaseException):
    """The system asks the program to end."""


@click.command("build", short_help="Make the clips of stories, and join their films.")
@stories
@click.option("--provider", metavar="NAME", help="Who makes the clips: animatic, which is free and needs no network.")
@click.option("--draft", is_flag=True, help="Still cards, made several times faster.")
@click.option("--out", metavar="DIR", help="Build into this folder instead of `build` in the project's root.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Make so many clips at once (the cores, at most 4).")
@click.option("--report", "target", metavar="FILE", help="Write what was done to FILE: .json, or .xml for JUnit.")
@selection
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    provider: str | None,
    draft: bool,
    out: str | None,
    jobs: int | None,
    target: str | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Make the clips of stories here, for nothing, and join them to a film.

    Beside each clip lie its prompt and its request. What has not changed is kept; a file that storyc did not make is
    never overwritten. The films' paths go to stdout, all else to stderr. Needs the extra `video`.
    """
    if project.STDIN in paths:
        raise click.UsageError("build takes files and folders, since its films are named after their stories")
    form = _form(target)
    chosen = options(selected)
    gathered = project.gather(paths, {"model": chosen.model, "provider": provider, "out": out, "jobs": jobs})
    known = build.known_providers()
    for found in gathered.projects:
        if found.config.provider not in known:
            origin = found.config.origins["provider"]
            there = ", ".join(f"`{name}`" for name in known)
            raise click.UsageError(f"{origin}: there is no provider `{found.config.provider}`, there is {there}")
    bare = build.lacks_video()
    codes = [exits.USAGE if gathered.missing or bare else exits.DONE]
    built: list[Built] = []
    talk = Talk(quiet)
    try:
        with _heeding_the_system():
            for found in gathered.projects:
                built.append(_project(found, chosen, draft, color, talk, codes, pictures=not bare))
    except Terminated:
        talk.clear()
        output.say("terminated")
        return exits.TERMINATED
    finally:
        talk.clear()
    if target is not None:
        output.put(FORMATS[form](built), target)
    steps = [step for each in built for step in each.steps]
    codes += [exits.GENERATION_FAILED for step in steps if step.state == "failed"]
    codes += [exits.USAGE for step in steps if step.state == "refused"]
    if bare:
        output.say("error: the films need the extra `video`: pip install 'storyc[video]'")
    else:
        talk.close(steps)
    films = [step.path for step in steps if not step.clip and step.path is not None]
    output.put("".join(f"{output.shown(path)}\n" for path in films))
    return exits.worst(codes)


def _form(target: str | None) -> str:
    if target is None:
        return ""
    form = os.path.splitext(target)[1].lower()
    if form not in FORMATS:
        raise click.UsageError(f"`--report {target}` ends neither in `.json` nor in `.xml`")
    return form


def _project(
    found: project.Project, chosen: Options, draft: bool, color: str, talk: Talk, codes: list[int], *, pictures: bool
) -> Built:
    """Build the stories of one project that can be compiled; the others are reported, and `codes` get their exits."""
    films: list[build.Film] = []
    faulty: list[tuple[str, str]] = []
    for number, path in enumerate(found.stories):
        output.progress(number, len(found.stories), path)
        compiled = compile_story(found.files, path, found.config, chosen)
        if reporting.say_lacking(compiled, chosen):
            codes.append(exits.USAGE)
            faulty.append((path, "it lacks what the command line selects"))
        elif reporting.has_errors(compiled):
            codes.append(exits.STORY_ERRORS)
            faulty.append((path, "it has errors"))
            read = [reporting.Read(found.root, compiled)]
            output.say(reporting.report("text", read, color, stream=sys.stderr), end="")
        else:
            films += build.films(found.files, compiled, found.config, chosen)
    output.progress(len(found.stories), len(found.stories), "")
    if not films:
        return Built(found.root, (), (), tuple(faulty))
    settings = build.Settings(found.root, _out(found), found.config.jobs or _cores(), draft)
    talk.begin(films)
    try:
        steps = build.build(films, settings, found.files, talk.tell, pictures=pictures)
    except build.Trouble as trouble:
        output.say(f"error: {trouble}")
        codes.append(exits.USAGE)
        steps = ()
    return Built(found.root, tuple(films), steps, tuple(faulty))


def _out(found: project.Project) -> Path:
    """The folder to build into: a flag's is meant from the working folder, any other from the project's root."""
    flag = found.config.origins["out"].startswith("--")
    return Path(os.path.abspath((Path.cwd() if flag else found.root) / Path(found.config.out).expanduser()))


def _cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_JOBS, cores)


@contextmanager
def _heeding_the_system() -> Generator[None]:
    """Turn SIGTERM into an exception, so that what was begun is tidied up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        # Once is enough: what tidies up is not interrupted by the next.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
