"""`storyc help`: a command's help, and what concerns all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from storyboard import __version__
from storyboard.cli import exits, terminal
from storyboard.cli.options import Command

if TYPE_CHECKING:
    from storyboard.report.pages.manual import CommandHelp

GROUP = "Help and set-up"
ORDER = 52
HELP = "Show help for a command or a topic: exit-codes, pictures, music, sound, man."


def exit_codes() -> str:
    """The exit codes with their meanings, and which one wins."""
    lines = [f"{code:>4}  {meaning}" for code, meaning in exits.MEANINGS.items()]
    order = ", ".join(map(str, exits.PRECEDENCE))
    return "\n".join(["Exit codes:", "", *lines, "", f"If several hold, the first of this list wins: {order}."]) + "\n"


def manual() -> str:
    """The manual page of all commands, in troff."""
    from storyboard.cli.program import commands, group
    from storyboard.report.pages import manual as page

    with click.Context(group, info_name="storyc") as context:
        named = ((about.name, group.get_command(context, about.name)) for about in commands())
        entries = [entry for name, member in named if member is not None for entry in _helps(name, member, context)]
    return page.render(__version__, group.help or "", entries, exits.MEANINGS)


def _helps(name: str, member: click.Command, above: click.Context) -> Iterator[CommandHelp]:
    """The help of a command, and that of each of its own."""
    from storyboard.report.pages.manual import CommandHelp

    with click.Context(member, info_name=name, parent=above) as context:
        usage = " ".join([context.command_path, *member.collect_usage_pieces(context)])
        rows = (parameter.get_help_record(context) for parameter in member.get_params(context))
        yield CommandHelp(usage, member.help or "", tuple(row for row in rows if row is not None and row[1]))
        if isinstance(member, click.Group):
            for inner in member.list_commands(context):
                own = member.get_command(context, inner)
                if own is not None:
                    yield from _helps(inner, own, context)


def _of_a_shot(name: str) -> str:
    """What a story says of the pictures, the music or the sound of its shots."""
    from storyboard.report.pages import topics

    return topics.TEXTS[name]


TOPICS: dict[str, Callable[[], str]] = {
    "exit-codes": exit_codes,
    **{name: partial(_of_a_shot, name) for name in ("pictures", "music", "sound")},
    "man": manual,
}


@click.command("help", cls=Command, short_help=HELP)
@click.argument("topic", required=False)
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> int:
    """Show help for a command or a topic: exit-codes, pictures, music, sound, man.

    `storyc help man` writes the manual page of all commands, as `man` reads it.
    """
    parent = ctx.parent
    assert parent is not None
    assert isinstance(parent.command, click.Group)
    group = parent.command
    if topic is None:
        terminal.put(f"{parent.get_help()}\n\nTopics of `storyc help`: {', '.join(TOPICS)}\n")
        return exits.DONE
    if topic in TOPICS:
        terminal.put(TOPICS[topic]())
        return exits.DONE
    named = group.get_command(parent, topic)
    if named is None:
        from storyboard.diagnostics import nearest

        near = nearest(topic, [*group.list_commands(parent), *TOPICS], 0.6)
        raise click.UsageError(f"no command or topic is called `{topic}`{f'; did you mean `{near}`?' if near else ''}")
    with click.Context(named, info_name=topic, parent=parent) as inner:
        terminal.put(named.get_help(inner) + "\n")
    return exits.DONE
