"""`storyc models`: the models that stories can be compiled for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command, format_option, output_option
from storyboard.config import find_root
from storyboard.profiles import Profile, ProfileError, durations, load, names, price
from storyboard.report.drawing.cells import wrap
from storyboard.source import DiskFiles
from storyboard.timing import money, seconds

SCHEMA = "storyc.profile/1"


@click.command("models", cls=Command, short_help="List the models that are known here.")
@click.argument("model", required=False, shell_complete=completing.models)
@format_option(("text", "json"))
@output_option
def command(model: str | None, form: str, target: str | None) -> int:
    """List the models that are known here, the project's own included, or MODEL alone."""
    files = DiskFiles(find_root(Path.cwd())[0])
    try:
        profiles = [load(name, files) for name in ([model] if model else names(files))]
    except ProfileError as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        records = [{"schema": SCHEMA, **msgspec.to_builtins(profile)} for profile in profiles]
        terminal.put(msgspec.json.format(msgspec.json.encode(records), indent=2).decode("utf-8") + "\n", target)
    else:
        terminal.put("\n".join(_page(profile, terminal.room(target)) for profile in profiles), target)
    return exits.DONE


def _page(profile: Profile, cells: int) -> str:
    rows = [line for key, value in facts(profile) for line in wrap(f"  {key:<9} {value}", cells, 12)]
    return "".join(f"{line}\n" for line in [profile.id, *rows])


def facts(profile: Profile) -> Iterator[tuple[str, str]]:
    """What a writer asks of a model, as pairs of a word and a phrase."""
    yield "title", profile.title
    yield "lengths", ", ".join(seconds(ms) for ms in durations(profile)) + " s"
    by_tier: dict[str, list[str]] = {}
    for size, tier in profile.size.allowed.items():
        by_tier.setdefault(tier, []).append(size)
    for tier, sizes in by_tier.items():
        yield tier, f"{money(price(profile, sizes[0], 1))} USD a second: {', '.join(sizes)}"
    yield "prompt", f"at most {profile.prompt.max} characters"
    if profile.audio is not None:
        kinds, least, most = "/".join(profile.audio.formats), profile.audio.min_ms, profile.audio.max_ms
        yield "audio", f"{kinds}, {seconds(least)} to {seconds(most)} s, at most {profile.audio.max_bytes / 1e6:.0f} MB"
    status = profile.status
    doubt = status.state if status.state == "ok" else f"{status.state}: {status.why}"
    yield "status", f"{doubt} (checked {status.checked})"
    if status.successor:
        yield "successor", status.successor
