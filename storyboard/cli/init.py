"""`storyc init`: a project that checks, and builds for nothing."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from storyboard import __version__
from storyboard.cli import exits, terminal
from storyboard.cli.options import Command
from storyboard.system import origin, resources

GROUP = "For writers"
ORDER = 10
HELP = "Start a project."
STORIES = ("trailer", "ad", "dialogue", "music")
# Where a server looks for its pipelines.
SERVERS = {"github": ".github/workflows/storyc.yml", "gitlab": ".gitlab-ci.yml"}


@click.command("init", cls=Command, short_help=HELP)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@click.option(
    "--template", type=click.Choice(STORIES), default=STORIES[0], show_default=True, help="The story to start from."
)
@click.option("--ci", type=click.Choice(tuple(SERVERS)), multiple=True, help="Also write a pipeline for this server.")
def command(folder: str, template: str, ci: tuple[str, ...]) -> int:
    """Start a project in DIR: settings, a story, and with --ci a pipeline.

    The pipeline checks, prices and draws each change; you start a paid build by hand, with a cap. Nothing is
    overwritten: if a file is in the way, nothing is written and the exit code is 2. The paths of the new files go to
    stdout.
    """
    top = Path(folder)
    files = _files(template, ci)
    taken = [name for name in files if os.path.lexists(top / name)]
    if taken:
        for name in taken:
            terminal.say(f"error: `{_typed(top / name)}` is there already")
        terminal.say("nothing was written: move it away, or name another folder")
        return exits.USAGE
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
    for server in ci if not origin.REPOSITORY else ():
        terminal.say(f"say in {_typed(top / SERVERS[server])} where storyc comes from: STORYC_SOURCE, at the top")
    return exits.DONE


def _files(template: str, ci: tuple[str, ...]) -> dict[str, str]:
    """The texts of the new files by their paths in the project."""
    sources = {
        "storyc.toml": "common/storyc.toml",
        ".gitignore": "common/gitignore",
        f"{template}.story": f"{template}/{template}.story",
        **{SERVERS[server]: f"ci/{server}.yml" for server in ci},
    }
    texts = {name: resources.read("templates", f"projects/{source}") for name, source in sources.items()}
    filled = f'STORYC_SOURCE: "{origin.requirement(__version__)}"'
    return {name: text.replace('STORYC_SOURCE: ""', filled) for name, text in texts.items()}


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
