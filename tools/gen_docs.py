"""Write what comes from the code: docs/rules.md, docs/models.md, docs/cli.md, docs/schemas; `--check` only compares."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import click  # noqa: E402

from storyboard.cli.help import exit_codes  # noqa: E402
from storyboard.cli.program import group  # noqa: E402
from storyboard.compiler.rules import all_rules  # noqa: E402
from storyboard.profiles import load, model_names  # noqa: E402
from storyboard.records.schemas import kinds  # noqa: E402
from storyboard.records.schemas import text as schema  # noqa: E402
from storyboard.report.pages.model import facts  # noqa: E402

HEAD = "<!-- Written by tools/gen_docs.py; change the code and run `make docs`. -->\n"


def cell(text: str) -> str:
    """The text as it may stand in a table."""
    return text.replace("|", "\\|")


def rules() -> str:
    """The page of all rules: a table, then each rule's docstring under an anchor that reports link to."""
    lines = [HEAD, "# Rules\n", "An asterisk marks rules that a story or a configuration may ignore.\n"]
    lines += ["| code | name | level | |", "| --- | --- | --- | --- |"]
    found = all_rules()
    for rule in found:
        star = "*" if rule.ignorable else ""
        lines.append(
            f"| [{rule.code}](#{rule.code.lower()}) | {rule.name}{star} | {rule.level.value} | {cell(rule.summary)} |"
        )
    for rule in found:
        lines += ["", f'<a id="{rule.code.lower()}"></a>', "", f"## {rule.code} {rule.name}", ""]
        lines += [f"{rule.level.value}, since {rule.since}", "", rule.doc.strip()]
    return "\n".join(lines) + "\n"


MODELS = """\
What storyc knows of each model at its host; [profiles.md](profiles.md) says how sure that is, and
[hosts.md](hosts.md) how to add another. Prices are those of a clip with sound, where the model makes it, and the
lengths whole seconds. Where nobody has verified a price, a paid build asks for `--trust-prices`.

You need not read them all to choose one. `storyc models --fit STORY` lists the models that take your story as it is,
with what it costs there; `storyc compare STORY` shows for each model what it would cost and lose."""


def models() -> str:
    """The page of all models that are shipped, with what is known of each."""
    lines = [HEAD, "# Models", "", MODELS]
    for name in model_names(None):
        lines += ["", f"## {name}", "", "| | |", "| --- | --- |"]
        lines += [f"| {key} | {cell(value)} |" for key, value in facts(load(name, None))]
    return "\n".join(lines) + "\n"


def commands(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """The name and the help of each command."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        with click.Context(command, info_name=name, parent=ctx, terminal_width=100) as inner:
            yield name, command.get_help(inner)


def cli() -> str:
    """The page of all commands."""
    lines = [HEAD, "# Commands"]
    with click.Context(group, info_name="storyc", terminal_width=100) as ctx:
        lines += ["", "```", group.get_help(ctx), "```"]
        for name, text in commands(ctx):
            lines += ["", f"## storyc {name}", "", "```", text, "```"]
    return "\n".join([*lines, "", "## Exit codes", "", "```", exit_codes().rstrip(), "```"]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "rules.md": rules,
    "models.md": models,
    "cli.md": cli,
    **{f"schemas/{name}.json": partial(schema, name) for name in kinds()},
}


def main() -> None:
    """Write the pages, or leave with 1 where one is out of date."""
    stale: list[str] = []
    for name, page in PAGES.items():
        place, text = ROOT / "docs" / name, page()
        if place.exists() and place.read_text(encoding="utf-8") == text:
            continue
        stale.append(f"docs/{name}")
        if "--check" not in sys.argv[1:]:
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
    if "--check" in sys.argv[1:] and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run `make docs`")
    print(f"docs: {', '.join(stale) or 'nothing changed'}")


if __name__ == "__main__":
    main()
