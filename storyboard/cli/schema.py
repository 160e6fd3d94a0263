"""`storyc schema`: the JSON Schemas of what storyc writes and reads."""

from __future__ import annotations

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, output_option

GROUP = "For pipelines"
ORDER = 42
HELP = "Print the JSON Schema of what storyc writes and reads."


@click.command("schema", cls=Command, short_help=HELP)
@click.argument("name", required=False)
@output_option
def command(name: str | None, target: str | None) -> int:
    """Print the JSON Schema of NAME, or list the names.

    NAME is that in the `schema` field of the JSON: `storyc.NAME/1`, which may also be written whole.
    """
    from storyboard.records import schemas

    if name is None:
        width = max(map(len, schemas.kinds()))
        lines = (f"{known:<{width}}  {kind.MET}\n" for known, (kind, *_) in schemas.kinds().items())
        terminal.put("".join(lines), target)
        return exits.DONE
    wanted = name.strip().removeprefix("storyc.").removesuffix("/1")
    if wanted not in schemas.kinds():
        from storyboard.diagnostics import nearest

        near = nearest(wanted, schemas.kinds(), 0.5)
        help = f"did you mean `{near}`?" if near else "`storyc schema` lists them"
        raise click.UsageError(f"no schema is called `{name}`; {help}")
    terminal.put(schemas.text(wanted), target)
    return exits.DONE
