"""Whether the rules that a run selects and ignores are there and may be ignored."""

from __future__ import annotations

import click

from storyboard.compiler.rules import all_rules, chosen
from storyboard.config import Config
from storyboard.diagnostics import nearest


def validate(config: Config) -> None:
    """Let a configuration pass whose `select` and `ignore` name rules that may be ignored.

    Raises click.UsageError with the word, where it comes from, and the name that is near.
    """
    for key, words in (("rules.select", config.rules.select), ("rules.ignore", config.rules.ignore)):
        for word in words:
            trouble = _trouble(word)
            if trouble:
                raise click.UsageError(f"{config.origins.get(key, key)}: {trouble}")


def _trouble(word: str) -> str:
    found = chosen(word)
    if any(rule.ignorable for rule in found):
        return ""
    if len(found) == 1:
        return f"`{word}` is {found[0].level.value} {found[0].code} {found[0].name}, which cannot be ignored"
    if found:
        return f"`{word}` means {len(found)} rules, none of which can be ignored"
    near = nearest(word, [name for rule in all_rules() for name in (rule.code, rule.name)], 0.6)
    return f"no rule is called `{word}`{f'; did you mean `{near}`?' if near else ''}"
