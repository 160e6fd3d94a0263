"""JSON Schemas of all JSON that storyc writes or reads, by the name in its `schema` field: `storyc.NAME/1`.

`ROWS` is the one table: a row names the type of each form that the JSON has, and where it is met. The types are records
that mirror their writers; the tests hold whatever is written against them.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from storyboard.schemas import beside, books, clips, said

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HOME = "https://raw.githubusercontent.com/storyc/storyc/main/docs/schemas/"


class Row(msgspec.Struct, frozen=True):
    """The forms of one kind of JSON, the first of which describes it, and the commands or files that have it.

    `rest` is the type of all names that the first form has not.
    """

    forms: tuple[Any, ...]
    met: str
    rest: Any = None


ROWS: dict[str, Row] = {
    "animatic": Row((beside.Animatic,), "beside an animatic, `….animatic.json`"),
    "attempt": Row(
        (books.Attempt, list[books.Attempt], books.FullAttempt), "`ledger list` and `ledger show --format json`"
    ),
    "build": Row((clips.Build,), "`build --report FILE.json`"),
    "clip": Row((beside.Clip,), "beside a paid clip, `….json`"),
    "diagnostic": Row((said.Diagnostic, list[said.Diagnostic]), "`check --format json`"),
    "diff": Row((clips.Diff,), "`diff --format json`"),
    "doctor": Row((said.Doctor,), "`doctor --format json`"),
    "emulate": Row((books.Emulate,), "the first line of `emulate`"),
    "emulator-book": Row((books.EmulatorBook,), "the emulator's `/emulator/book`"),
    "files": Row((beside.Files,), "`.storyc/files.json`"),
    "film": Row((beside.Film,), "beside a film, `….json`"),
    "ledger-sum": Row((books.LedgerSum,), "`ledger list --sum --format json`"),
    "lock": Row((clips.Lock,), "`storyc.lock`", clips.LockEntry),
    "plan": Row((clips.Plan,), "`plan --format json`, and `plan -o FILE`"),
    "profile": Row((said.Profile, list[said.Profile]), "`models --format json`"),
    "request": Row((clips.Request, list[clips.Request]), "`render --format json`, and beside a clip, `….request.json`"),
    "rule": Row((said.Rule, list[said.Rule]), "`explain --format json`"),
    "story": Row((clips.Story,), "`export --format json`"),
    "verify": Row((clips.Verify,), "`verify --format json`, and beside a clip that was looked at, `….verify.json`"),
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a name, of its dialect 2020-12. Raises KeyError for a name that is not in `ROWS`."""
    row = ROWS[name]
    types = row.forms if row.rest is None else (*row.forms, row.rest)
    found, parts = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    if row.rest is not None:
        *found, rest = found
        parts[row.forms[0].__name__]["additionalProperties"] = rest
    return {
        "$schema": DIALECT,
        "$id": f"{HOME}{name}.json",
        "title": f"storyc.{name}/1",
        "description": parts.get(found[0].get("$ref", "").rpartition("/")[2], found[0])["description"],
        **(found[0] if len(found) == 1 else {"anyOf": list(found)}),
        "$defs": {each: parts[each] for each in sorted(parts)},
    }


def text(name: str) -> str:
    """The same as indented JSON that ends with a line end. Raises KeyError."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
