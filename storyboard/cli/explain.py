"""`storyc explain`: what a rule means, with an example that breaks it and one that keeps it."""

from __future__ import annotations

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.completing import rules
from storyboard.cli.options import Command, format_option, output_option
from storyboard.compiler.rules import Rule, all_rules
from storyboard.report import url
from storyboard.report.drawing.cells import width, wrap

SCHEMA = "storyc.rule/1"


@click.command("explain", cls=Command, short_help="Explain a rule, or list all of them.")
@click.argument("code", required=False, shell_complete=rules)
@format_option(("text", "json"))
@output_option
def command(code: str | None, form: str, target: str | None) -> int:
    """Explain a rule, named by its code or name; without one, list all of them."""
    found = all_rules()
    if code is not None:
        found = (_find(code, found),)
    if form == "json":
        records = [_record(rule) for rule in found]
        terminal.put(msgspec.json.format(msgspec.json.encode(records), indent=2).decode("utf-8") + "\n", target)
    elif code is None:
        width = max(len(rule.name) for rule in found)
        rows = [f"{rule.code}  {rule.level.value:<7}  {rule.name:<{width}}  {rule.summary}" for rule in found]
        terminal.put(_fitted("\n".join(rows) + "\n", terminal.room(target), width + 18), target)
    else:
        terminal.put(_fitted(page(found[0]), terminal.room(target)), target)
    return exits.DONE


def _find(code: str, rules: tuple[Rule, ...]) -> Rule:
    wanted = code.strip().casefold()
    for rule in rules:
        if wanted in (rule.code.casefold(), rule.name.casefold()):
            return rule
    from storyboard.diagnostics import nearest

    near = nearest(wanted, [name for rule in rules for name in (rule.code, rule.name)], 0.6)
    raise click.UsageError(f"no rule is called `{code}`{f'; did you mean `{near}`?' if near else ''}")


def page(rule: Rule) -> str:
    """The rule's page: its heading, then its module's docstring."""
    ignorable = "may be ignored" if rule.ignorable else "cannot be ignored"
    head = f"{rule.code} {rule.name} ({rule.level.value}, {ignorable}, since {rule.since})"
    return f"{head}\n\n{rule.doc.strip()}\n"


def _fitted(text: str, cells: int, hang: int = 0) -> str:
    """The text with its long lines broken for a terminal; paragraphs are filled anew, examples are left alone."""
    if max(map(width, text.split("\n"))) <= cells:
        return text
    parts = text.rstrip("\n").split("\n\n")
    if not hang:
        parts = [part if part.startswith(" ") else part.replace("\n", " ") for part in parts]
    lines = [wrap(line, cells, hang) for part in parts for line in [*part.split("\n"), ""]]
    return "\n".join(line for each in lines for line in each).rstrip("\n") + "\n"


def _record(rule: Rule) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "code": rule.code,
        "name": rule.name,
        "level": rule.level.value,
        "ignorable": rule.ignorable,
        "since": rule.since,
        "summary": rule.summary,
        "text": rule.doc.strip(),
        "url": url(rule.code),
    }
