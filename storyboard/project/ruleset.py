"""Whether the rules that a run selects and ignores are known and may be ignored."""

from __future__ import annotations

from storyboard.compiler.rules import all_rules, chosen
from storyboard.config import Config
from storyboard.diagnostics import nearest


def objection(config: Config) -> str:
    """What is wrong with the rules that a configuration names: the word, where it comes from, the name that is near.

    Empty where `select` and `ignore` name rules that may be ignored.
    """
    for key, words in (("rules.select", config.rules.select), ("rules.ignore", config.rules.ignore)):
        for word in words:
            trouble = _trouble(word)
            if trouble:
                return f"{config.origins.get(key, key)}: {trouble}"
    return ""


def _trouble(word: str) -> str:
    rules = chosen(word)
    if any(rule.ignorable for rule in rules):
        return ""
    if len(rules) == 1:
        return f"`{word}` is {rules[0].level.value} {rules[0].code} {rules[0].name}, which cannot be ignored"
    if rules:
        return f"`{word}` means {len(rules)} rules, none of which can be ignored"
    near = nearest(word, [name for rule in all_rules() for name in (rule.code, rule.name)], 0.6)
    return f"no rule is called `{word}`{f'; did you mean `{near}`?' if near else ''}"
