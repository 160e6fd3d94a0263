"""What a shell is offered where a command line goes on: stories, clips, models, rules.

Nothing here fails or says anything: where there is nothing to offer the list is empty.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_MOST = 200  # stories that are read to offer their clips


def paths(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The stories and folders that a path begins; a folder ends with `/`."""
    from click.shell_completion import CompletionItem

    folder, name = os.path.split(incomplete)
    try:
        entries = sorted(os.scandir(os.path.expanduser(folder) or "."), key=lambda entry: entry.name)
    except OSError:
        return []
    items: list[CompletionItem[str]] = []
    for entry in entries:
        if not entry.name.startswith(name) or (entry.name.startswith(".") and not name):
            continue
        path = os.path.join(folder, entry.name)
        if entry.is_dir():
            items.append(CompletionItem(f"{path}/", type="path"))
        elif entry.name.endswith(".story"):
            items.append(CompletionItem(path, type="path"))
    return items


def models(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The models that are known in the working folder's project."""
    from storyboard.profiles import model_names
    from storyboard.roots import find_root
    from storyboard.source import DiskFiles

    return _items(((name, "") for name in model_names(DiskFiles(find_root(Path.cwd())[0]))), incomplete)


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The codes of rules, with what each finds; the names where a small letter was written."""
    from storyboard.compiler.rules import all_rules

    if incomplete[:1].islower() and not incomplete.startswith("sb"):
        return _items(((rule.name, rule.summary) for rule in all_rules()), incomplete)
    return _items(((rule.code, f"{rule.name}: {rule.summary}") for rule in all_rules()), incomplete.upper())


def rule_list(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The same for the last of several rules, with a comma between them."""
    before, comma, last = incomplete.rpartition(",")
    items = rules(ctx, param, last)
    for item in items:
        item.value = before + comma + item.value
    return items


def clips(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The slugs of the clips of the stories that stand on the line already, with their titles."""
    from storyboard.compiler.pipeline import compile_story
    from storyboard.project.finding import STDIN, search
    from storyboard.project.gathering import projects
    from storyboard.project.records import ProjectError

    # An option that still lacks its value keeps click from giving the arguments their names.
    named = [*(ctx.params.get("paths") or ()), *ctx.args]
    present = [path for path in named if path != STDIN and os.path.exists(path)]
    if not present:
        return []
    try:
        opened = projects(search(present), {})
    except ProjectError:
        return []
    stories = [(project, story) for project in opened for story in project.stories][:_MOST]
    slugs: dict[str, str] = {}
    for project, story in stories:
        for clip in compile_story(project.files, story, project.config).clips:
            slugs.setdefault(clip.slug, clip.title)
    return _items(slugs.items(), incomplete)


def _items(words: Iterable[tuple[str, str]], incomplete: str) -> list[CompletionItem[str]]:
    """An item for each word with its help, of those that go on from what was written."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(word, help=" ".join(help.split()) or None) for word, help in words if word.startswith(incomplete)
    ]
