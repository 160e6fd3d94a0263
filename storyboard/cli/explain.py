"""`storyc explain`: what a rule means, with an example that breaks it and one that keeps it."""

from __future__ import annotations

import click

from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command, format_option, output_option
from storyboard.compiler.rules import Rule, all_rules
from storyboard.report.pages import rule as page

GROUP = "For writers"
ORDER = 20
HELP = "Explain a rule, or list all rules."


@click.command("explain", cls=Command, short_help=HELP)
@click.argument("code", required=False, shell_complete=completing.rules)
@format_option(("text", "json"))
@output_option
def command(code: str | None, form: str, target: str | None) -> int:
    """Explain a rule, by its code or name; without one, list all rules."""
    rules = all_rules()
    if code is not None:
        rules = (_find(code, rules),)
    if form == "json":
        terminal.put(page.as_json(rules), target)
    elif code is None:
        terminal.put(page.listed(rules, terminal.room(target)), target)
    else:
        terminal.put(page.page(rules[0], terminal.room(target)), target)
    return exits.DONE


def _find(code: str, rules: tuple[Rule, ...]) -> Rule:
    wanted = code.strip().casefold()
    for rule in rules:
        if wanted in (rule.code.casefold(), rule.name.casefold()):
            return rule
    from storyboard.diagnostics import nearest

    near = nearest(wanted, [name for rule in rules for name in (rule.code, rule.name)], 0.6)
    raise click.UsageError(f"no rule is called `{code}`{f'; did you mean `{near}`?' if near else ''}")
