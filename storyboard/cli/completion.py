"""`storyc completion`: what a shell needs to complete storyc's commands."""

from __future__ import annotations

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command
from storyboard.system import resources

GROUP = "Help and set-up"
ORDER = 51
HELP = "Print a shell's completion script."
SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=Command, short_help=HELP)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the script that completes storyc in a shell.

    It offers commands, options and their values, stories, the clips of stories for --only, models, and rules.

    \b
    bash:  eval "$(storyc completion bash)"    in ~/.bashrc
    zsh:   eval "$(storyc completion zsh)"     in ~/.zshrc, after compinit
    fish:  storyc completion fish > ~/.config/fish/completions/storyc.fish
    """
    terminal.put(resources.read("templates", f"completions/storyc.{shell}"))
    return exits.DONE
