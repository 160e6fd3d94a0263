"""Write grammars/story.tables.json, the parser's tables, from the grammar; `--check` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lark.grammar import Rule  # noqa: E402
from lark.lexer import TerminalDef  # noqa: E402

from storyboard.language.syntax.parser import TABLES, build, fingerprint  # noqa: E402

# The longest match that an expression may have where it has no bound. Python 3.11.7 says more than those before it, and
# the tables shall not depend on that: Lark only sorts terminals by it that have the same precedence, and ours have not.
_UNBOUNDED = 2**32 - 1
_SHIFT = 0


def tables() -> str:
    """The text of the file: a line for each terminal, rule and state, the same from every run."""
    data: dict[str, Any]
    memo: dict[int, dict[str, Any]]
    data, memo = build().memo_serialize([TerminalDef, Rule])  # pyright: ignore[reportUnknownMemberType]
    entries = [memo[number] for number in range(len(memo))]
    for entry in entries:
        if "pattern" in entry:
            entry["pattern"]["_width"] = [min(width, _UNBOUNDED) for width in entry["pattern"]["_width"]]
            entry["pattern"]["raw"] = None  # the expression as the grammar spells it, which parsing does not need
    states = _renumbered(data["parser"]["parser"])
    head = ",\n".join(f"{_line(key)}: {_line(value)}" for key, value in fingerprint().items())
    lists = ",\n".join(
        f'"{key}": [\n' + ",\n".join(map(_line, rows)) + "\n]" for key, rows in (("memo", entries), ("states", states))
    )
    return f'{{\n{head},\n{lists},\n"data": {_line(data)}\n}}\n'


def _renumbered(table: dict[str, Any]) -> list[dict[str, Any]]:
    """What each state does at each token, taken out of the table, which then speaks of states in this order.

    Lark numbers tokens and states as sets hand them out. Here a token's number is its name, and a state's says when it
    is first come upon.
    """
    names: dict[int, str] = table["tokens"]
    table["tokens"] = {name: name for name in names.values()}
    old: dict[int, dict[int, tuple[int, Any]]] = table.pop("states")
    order: dict[int, int] = {}
    todo: list[int] = [table["start_states"][name] for name in sorted(table["start_states"])]
    states: list[dict[str, Any]] = []
    for state in todo:  # which grows
        if state in order:
            continue
        order[state] = len(states)
        states.append({names[token]: list(does) for token, does in old[state].items()})
        todo += [states[-1][name][1] for name in sorted(states[-1]) if states[-1][name][0] == _SHIFT]
    for does in (does for state in states for does in state.values() if does[0] == _SHIFT):
        does[1] = order[does[1]]
    for kind in ("start_states", "end_states"):
        table[kind] = {name: order[state] for name, state in table[kind].items()}
    return states


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def main() -> None:
    """Write the tables, or leave with 1 where they are out of date."""
    place, text = ROOT / "grammars" / TABLES, tables()
    stale = not place.exists() or place.read_text(encoding="utf-8") != text
    if stale and "--check" in sys.argv[1:]:
        sys.exit(f"out of date: grammars/{TABLES}; run `make tables`")
    if stale:
        place.write_text(text, encoding="utf-8", newline="\n")
    print(f"tables: {f'grammars/{TABLES}' if stale else 'nothing changed'}")


if __name__ == "__main__":
    main()
