"""`storyc build`: the clips of stories, and their films."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import store_option
from storyboard.cli.hosts import key_option
from storyboard.cli.options import (
    Command,
    color_option,
    maybe_stories,
    options_of,
    quiet_option,
    selection,
    shard_option,
)
from storyboard.cli.outcome import Outcome
from storyboard.cli.paid import Terms, agreed, caps, most, office, standing
from storyboard.cli.progress import Talk
from storyboard.cli.refusals import steps_codes
from storyboard.cli.saved import load
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.compiler.pipeline import Options
from storyboard.config import find_root
from storyboard.diagnostics import UserError
from storyboard.production import build
from storyboard.production.plan.lockfile import LockTrouble, NotWritten
from storyboard.production.records import filled
from storyboard.project.compiling import compile_stories
from storyboard.project.finding import STDIN
from storyboard.project.gathering import out_folder
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard, shared
from storyboard.system.signals import Terminated, heeding

if TYPE_CHECKING:
    from storyboard.production.publishing import Paying

FREE = "animatic"
MOST_JOBS = 4
_INTERRUPTED = "it was interrupted before that"
_TERMINATED = "it was terminated before that"


@click.command("build", cls=Command, short_help="Make the clips of stories, and join their films.")
@maybe_stories
@click.option("--provider", metavar="NAME", help="Who makes the clips: animatic (here, free) or segmind (paid).")
@click.option("--yes", is_flag=True, help="Spend what the plan says without asking; lifts no cap.")
@click.option("--max-cost", metavar="USD", help="Spend at most so much; agrees to it where nobody can be asked.")
@click.option(
    "--plan", "planned", metavar="FILE", help="Do exactly what `storyc plan -o FILE` has saved; agrees to it."
)
@click.option("--dry-run", is_flag=True, help="Show the plan, as `storyc plan` does, and do nothing.")
@click.option("--locked", is_flag=True, help="Buy nothing: every clip must be in storyc.lock.")
@click.option("--new-store", is_flag=True, help="Where CI is set: begin a ledger that no run before this one kept.")
@key_option
@store_option
@click.option("--draft", is_flag=True, help="Still cards, made several times faster.")
@click.option("--out", metavar="DIR", help="Build into this folder instead of `build` in the project's root.")
@click.option("--jobs", metavar="N", type=click.IntRange(1), help="Make so many clips at once (the cores, at most 4).")
@click.option("--report", "target", metavar="FILE", help="Write what was done to FILE: .json, or .xml for JUnit.")
@selection
@shard_option
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    provider: str | None,
    yes: bool,
    max_cost: str | None,
    planned: str | None,
    dry_run: bool,
    locked: bool,
    new_store: bool,
    api_key_file: str | None,
    store: str | None,
    draft: bool,
    out: str | None,
    jobs: int | None,
    target: str | None,
    shard: Shard | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Make the clips of stories, and join them to a film.

    The provider `animatic` draws them here, for nothing. A host is paid: what would be spent is shown first, and needs
    an answer, `--yes` or `--max-cost`; what was paid for is kept and never bought twice. Beside each clip lie its
    prompt and its request. What has not changed is kept; a file that storyc did not make is never overwritten. The
    films' paths go to stdout, all else to stderr. Films need the extra `video`.
    """
    if STDIN in paths:
        raise click.UsageError("build takes files and folders, since its films are named after their stories")
    outcome = Outcome(target)
    chosen, saved = options_of(selected), None
    if planned is not None:
        if paths or chosen != Options():
            raise click.UsageError("`--plan` says what is meant: leave out the paths and what selects in them")
        saved = load(planned)
        chosen = saved.selection.options
        paths = tuple(str(find_root(Path.cwd())[0] / story) for story in saved.selection.stories)
    if not paths:
        raise click.UsageError("name a story or a folder, or a saved plan by `--plan`")
    flags = {"model": chosen.model, "provider": provider, "out": out, "jobs": jobs, "store": store}
    terms = Terms(
        yes=yes,
        planned=saved is not None,
        part=shard is not None,
        most=most(max_cost),
        key_file=api_key_file,
        new_store=new_store,
        locked=locked,
        color=color,
        quiet=quiet,
    )
    gathered = narrowed(gather(paths, flags), chosen)
    if dry_run:
        from storyboard.cli.plan import show

        return exits.worst(show(gathered, chosen, shard, form="text", color=color).codes)
    _check_providers(gathered.projects)
    if saved is not None and any(found.config.provider == FREE for found in gathered.projects):
        raise click.UsageError("a saved plan is one of what is paid for: name the `--provider` too")
    bare = build.lacks_video()
    codes = [exits.USAGE if gathered.missing or bare else exits.DONE]
    talk = Talk(quiet)
    steps: list[build.Step] = []
    try:
        # A signal may come while the books are closed, too.
        with ExitStack() as stack:
            stack.enter_context(heeding())
            stack.callback(talk.clear)
            made = [_compiled(found, chosen, color, codes) for found in gathered.projects]
            made = _of_shard(made, shard)
            for one in made:
                outcome.begin(one.found.root, one.films, one.faulty)
            offices = [office(one.found, one.films, stack, terms) for one in made if one.films and one.paid]
            refusals = agreed(offices, terms, saved)
            if refusals.codes:
                for each in offices:
                    outcome.stands(each.found.root, standing(each, refusals.reason()))
                return exits.worst([*codes, *refusals.codes, outcome.write("refused", refusals.reason())])
            talk.expect(sum(each.made for each in offices), max((each.typical() or 0 for each in offices), default=0))
            paying = {each.found.root: each.paying(caps(each, terms)) for each in offices}
            for one in made:
                final = outcome.final(one.found.root)
                steps += _build(one, draft, talk, codes, paying.get(one.found.root), final, pictures=not bare)
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        # A disk that takes no lock file is no disagreement with it.
        code = exits.GENERATION_FAILED if isinstance(trouble, NotWritten) else exits.OUT_OF_DATE
        codes += [code, *steps_codes(outcome.steps())]
        return exits.worst([*codes, outcome.write("refused", str(trouble))])
    except (KeyboardInterrupt, Terminated) as signalled:
        talk.clear()
        return _ended(signalled, talk, outcome)
    except (click.UsageError, UserError, click.Abort) as error:
        outcome.write("refused", _INTERRUPTED if isinstance(error, click.Abort) else str(error))
        raise
    codes += [outcome.write(), *steps_codes(steps)]
    if bare:
        terminal.say("error: the films need the extra `video`: pip install 'storyc[video]'")
    else:
        talk.close(steps)
    films = [step.path for step in steps if not step.clip and step.path is not None]
    terminal.put("".join(f"{terminal.shown(path)}\n" for path in films))
    return exits.worst(codes)


def _ended(signalled: BaseException, talk: Talk, outcome: Outcome) -> int:
    """The exit code of a run that was told to end, once it is said and reported what that means."""
    interrupted = isinstance(signalled, KeyboardInterrupt)
    terminal.say("interrupted" if interrupted else "terminated")
    outcome.write("left", _INTERRUPTED if interrupted else _TERMINATED)
    if talk.paid:
        terminal.say(
            "what the host has accepted is paid for and written down: run the same command again to fetch it; "
            "nothing is bought twice, and `storyc ledger list` shows how it stands"
        )
    return exits.INTERRUPTED if interrupted else exits.TERMINATED


class _Made(msgspec.Struct, frozen=True):
    """A project whose stories were compiled: the films of the good ones, and why the others have none."""

    found: Project
    films: tuple[build.Film, ...]
    faulty: tuple[tuple[str, str], ...]

    @property
    def paid(self) -> bool:
        """Whether a host makes its clips."""
        return self.found.config.provider != FREE


def _check_providers(projects: Iterable[Project]) -> None:
    known = build.known_providers()
    for found in projects:
        if found.config.provider not in known:
            origin = found.config.origins["provider"]
            there = ", ".join(f"`{name}`" for name in known)
            raise click.UsageError(f"{origin}: there is no provider `{found.config.provider}`, there is {there}")


def _compiled(found: Project, chosen: Options, color: str, codes: list[int]) -> _Made:
    """Compile the stories of one project; those with errors are reported, and `codes` get their exits."""
    films: list[build.Film] = []
    faulty: list[tuple[str, str]] = []
    for number, story in enumerate(compile_stories(found, chosen)):
        terminal.progress(number, len(found.stories), story.compiled.path)
        if story.lacking:
            say_mistakes(story.lacking)
            codes.append(exits.USAGE)
            faulty.append((story.compiled.path, "it lacks what the command line selects"))
        elif story.compiled.has_errors:
            codes.append(exits.STORY_ERRORS)
            faulty.append((story.compiled.path, "it has errors"))
            say_report([story], color)
        else:
            films += build.films(found.files, story.compiled, found.config, chosen)
    terminal.progress(len(found.stories), len(found.stories), "")
    return _Made(found, tuple(films), tuple(faulty))


def _of_shard(made: list[_Made], shard: Shard | None) -> list[_Made]:
    """The films with the requests of the share alone, as if `--only` had named them."""
    every = [(one.found, request) for one in made for film in one.films for request in film.requests]
    own = {id(request) for _, request in shared(every, shard)}
    films = [
        [
            msgspec.structs.replace(film, requests=tuple(each for each in film.requests if id(each) in own))
            for film in one.films
        ]
        for one in made
    ]
    return [
        msgspec.structs.replace(one, films=tuple(film for film in each if film.requests))
        for one, each in zip(made, films, strict=True)
    ]


def _build(
    one: _Made, draft: bool, talk: Talk, codes: list[int], paying: Paying | None,
    final: dict[build.Place, build.Step], *, pictures: bool,
) -> Sequence[build.Step]:  # fmt: skip
    """Build the films of one project; the last steps, which are in `final` too, as they come."""
    found = one.found
    if not one.films:
        return ()
    drawn = found.config.jobs or _cores()
    at_once = found.config.jobs or MOST_JOBS if paying is not None else drawn
    settings = build.Settings(found.root, out_folder(found), at_once, draft, drawn)
    talk.begin(one.films)
    try:
        return build.build(one.films, settings, found.files, talk.tell, pictures=pictures, paying=paying, final=final)
    except build.Trouble as trouble:
        terminal.say(f"error: {trouble}")
        codes += [exits.USAGE, *steps_codes(final.values())]
        why = str(trouble)
        final |= {step.place: step for step in filled(one.films, final, "refused", why)}
        return ()


def _cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_JOBS, cores)
