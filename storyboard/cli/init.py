"""`storyc init`: a project that checks, and builds for nothing."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from storyboard import __version__
from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command
from storyboard.system import origin, resources

GROUP = "For writers"
ORDER = 10
HELP = "Start a project."
STORIES = ("trailer", "ad", "dialogue", "music")
# Where a server looks for its pipelines, each with the shipped file that it is made from.
_WORKFLOWS = ".github/workflows"
SERVERS = {
    "github": {
        f"{_WORKFLOWS}/storyc.yml": "projects/ci/github.yml",
        f"{_WORKFLOWS}/storyc-comment.yml": "projects/ci/github-comment.yml",
        f"{_WORKFLOWS}/storyc-paid.yml": "projects/ci/github-paid.yml",
    },
    "gitlab": {".gitlab-ci.yml": "storyc.yml"},
}
# What is left where nobody knows where storyc comes from.
_EMPTY = {'uses: ""': "each empty `uses:`", 'STORYC_SOURCE: ""': "STORYC_SOURCE"}


@click.command("init", cls=Command, short_help=HELP)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--template", type=click.Choice(STORIES), default=STORIES[0], show_default=True, help="The story to start from."
)
@click.option(
    "--model",
    metavar="MODEL@HOST",
    shell_complete=completing.models,
    help="The model that the stories are written for; on a terminal you are asked.",
)
@click.option("--ci", type=click.Choice(tuple(SERVERS)), multiple=True, help="Also write a pipeline for this server.")
def command(folder: str, template: str, model: str | None, ci: tuple[str, ...]) -> int:
    """Start a project in DIR: settings, a story, and with --ci a pipeline.

    The pipeline checks, prices and draws each change; a paid build is started by hand and approved by the digest of its
    plan. Nothing is overwritten: if a file is in the way, nothing is written and the exit code is 2. The paths of the
    new files go to stdout. On a terminal you are asked which model shall make the clips, and shown those that take the
    story as it is.
    """
    top = Path(folder)
    files = _files(template)
    unknown = _unknown(model) if model is not None else ""
    if unknown:
        raise click.UsageError(unknown)
    taken = [name for name in (*files, *_pipelines(ci, model)) if os.path.lexists(top / name)]
    if taken:
        for name in taken:
            terminal.say(f"error: `{_typed(top / name)}` is there already")
        terminal.say("nothing was written: move it away, or name another folder")
        return exits.USAGE
    if model is None and sys.stdin.isatty() and sys.stderr.isatty():
        model = _asked(template, files[f"{template}.story"])
    if model:
        files["storyc.toml"] = _named(files["storyc.toml"], model)
    files |= _pipelines(ci, model)
    try:
        _write(top, files)
    except OSError as error:
        place = f"`{error.filename}`: " if error.filename else ""
        raise click.UsageError(f"the project cannot be written: {place}{error.strerror}") from error
    terminal.put("".join(f"{_typed(top / name)}\n" for name in files))
    here = shlex.quote(folder)
    story = _typed(top / f"{template}.story")
    terminal.say("what comes next:")
    terminal.say(f"  storyc check {here}     report the problems of its stories")
    terminal.say(f"  storyc build {here}     draw their films, here and for free")
    terminal.say(f"  storyc plan {here}      show what a model would charge for them")
    terminal.say(
        f"your own picture in the film: put it beside `{story}`, and write `picture: FILE` below a shot's mark there"
    )
    for name, text in files.items():
        for empty, what in _EMPTY.items():
            if empty in text:
                terminal.say(f"say in {_typed(top / name)} where storyc comes from: {what}")
    return exits.DONE


def _files(template: str) -> dict[str, str]:
    """The texts of a new project's own files by their paths in it."""
    sources = {
        "storyc.toml": "common/storyc.toml",
        ".gitignore": "common/gitignore",
        f"{template}.story": f"{template}/{template}.story",
    }
    return {name: resources.read("templates", f"projects/{source}") for name, source in sources.items()}


def _pipelines(ci: tuple[str, ...], model: str | None) -> dict[str, str]:
    """The texts of the pipelines by their paths, with where storyc comes from and who is paid."""
    from storyboard.profiles import DEFAULT, host_of, hosts

    usual, payee = (hosts.host(host_of(name)) for name in (DEFAULT, model or DEFAULT))
    filled = {
        'uses: ""': f'uses: "{origin.action(__version__)}"',
        # The component's inputs, at their defaults: it is used as it is.
        "$[[ inputs.source ]]": origin.requirement(__version__),
        "$[[ inputs.paths ]]": ".",
        "$[[ inputs.provider ]]": payee.name,
        f"provider: {usual.name}": f"provider: {payee.name}",
        usual.key.variable: payee.key.variable,
    }
    texts: dict[str, str] = {}
    for name, source in [pair for server in ci for pair in SERVERS[server].items()]:
        text = resources.read("templates", source)
        text = text.partition("\n---\n")[2] if text.startswith("spec:") else text
        for before, after in filled.items():
            text = text.replace(before, after)
        texts[name] = text
    return texts


def _asked(template: str, story: str) -> str:
    """The model that somebody at the terminal names, "" for none; those that take the story as it is are shown."""
    from storyboard.compiler.pipeline import Options
    from storyboard.config import Config
    from storyboard.project.models import fitting
    from storyboard.project.records import Gathered, Project
    from storyboard.report.compare.text import fits
    from storyboard.source import MemoryFiles

    path = f"{template}.story"
    project = Project(Path.cwd(), MemoryFiles({path: story}), Config(), (path,))
    models = fitting(Gathered((project,), missing=False), Options(), terminal.progress)
    terminal.say(f"these models take {path} as it is:")
    paint, wide = terminal.colored("auto", sys.stderr), terminal.columns(sys.stderr)
    terminal.draw(fits(models, color=paint, wide=wide))
    while True:
        model: str = click.prompt("your model, or Enter to name it later", "", show_default=False, err=True)
        unknown = _unknown(model) if model else ""
        if not unknown:
            return model
        terminal.say(unknown)


def _unknown(model: str) -> str:
    """Why a model cannot be named, "" where it can."""
    from storyboard.profiles import ProfileError, load

    try:
        load(model, None)
    except ProfileError as error:
        return str(error)
    return ""


def _named(settings: str, model: str) -> str:
    """The settings of a new project with its model, and the host of that as the one to pay."""
    from storyboard.profiles import DEFAULT, host_of

    named = settings.replace('# model = "MODEL@HOST"', f'model = "{model}"')
    return named.replace(f"--provider {host_of(DEFAULT)}", f"--provider {host_of(model)}")


def _write(top: Path, files: dict[str, str]) -> None:
    """Write all files, or none of them. Raises OSError."""
    written: list[Path] = []
    try:
        for name, text in files.items():
            place = top / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(place)
                stream.write(text)
    except OSError:
        for place in written:
            place.unlink(missing_ok=True)
        raise


def _typed(path: Path) -> str:
    return path.as_posix()
