"""`storyc help`: a command's help, and what concerns all of them."""

from __future__ import annotations

from collections.abc import Callable

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command

GROUP = "Help and set-up"
ORDER = 52
HELP = "Show help for a command or a topic: exit-codes."


def exit_codes() -> str:
    """The exit codes with their meanings, and which one wins."""
    lines = [f"{code:>4}  {meaning}" for code, meaning in exits.MEANINGS.items()]
    order = ", ".join(map(str, exits.PRECEDENCE))
    return "\n".join(["Exit codes:", "", *lines, "", f"If several hold, the first of this list wins: {order}."]) + "\n"


TOPICS: dict[str, Callable[[], str]] = {"exit-codes": exit_codes}


@click.command("help", cls=Command, short_help=HELP)
@click.argument("topic", required=False)
@click.pass_context
def command(ctx: click.Context, topic: str | None) -> int:
    """Show help for a command or a topic: exit-codes."""
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
