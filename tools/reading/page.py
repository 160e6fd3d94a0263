"""docs/reading.md: the figures of our own texts, with the words that they are counted by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.reading.records import Judged
from tools.reading.scoring import MODES
from tools.reading.tables import GROUPS, alarms, markdown, row, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading.md"
_HEAD = """<!-- Written by `make reading ARGS=--docs`; change the code or the texts and run it again. -->

# How texts are read

`make reading` reads {texts:,} texts in {languages} languages whose shots are known: {own} prompts that were written for
it, {made:,} made by code from {notations} notations and the words and sentences of each language, the marks of some of
them in other spellings, on other pages and mistyped, and {traps} texts whose numbers are no times. Each text is read
twice: by `check`, as a `.story` just as it stands, and by `import`. The samples and the code come from the same hands,
so these figures say what has broken, not how well a stranger's prompt is read; `make reading TEXTS=FILE.jsonl` measures
that, on texts with their truths.

| word | meaning |
| --- | --- |
| exact | the numbers of clips and shots and all starts and ends are right; what the text leaves open agrees with any |
| asked | exact, and `import` asks about it in an `// import?:` line |
| visible | wrong, and something says so: an error, a finding about marks (SB1xx, SB216), a question of `import` |
| silent | wrong, and nothing says so; there should be none |
| alarm | read exactly, and yet an error about marks or times (of a number that is no time: any such finding) |

Tables, CSV, JSON, YAML and subtitles are no stories, and marks within running text are no lines of one: the best that
`check` can do is to say so, which is `visible`. A mistyped mark is best reported: `visible` is right there as well.

In {broken:,} texts `import` read marks without a question that `check` neither read nor reported.
"""


def page(judged: Sequence[Judged]) -> str:
    """The page's text."""
    groups = {group: [each for each in judged if each.text.group == group] for group in GROUPS}
    own = [*groups["own"], *groups["made"]]
    parts = [
        _HEAD.format(
            texts=len(judged),
            languages=len({each.text.language for each in own}),
            own=len(groups["own"]),
            made=len(groups["made"]),
            notations=len({each.text.notation for each in groups["made"]}),
            traps=len(groups["trap"]),
            broken=sum(each.broken == "marks" for each in judged),
        ),
        markdown([row(GROUPS[name], listed, MODES) for name, listed in groups.items() if listed], MODES, ""),
    ]
    codes = alarms(judged)
    if codes:
        parts.append(
            "False alarms by code: " + ", ".join(f"{code} {count}" for code, count in codes.most_common()) + "."
        )
    parts += ["## By language", markdown(rows(own, lambda each: each.text.language, MODES), MODES, "language")]
    for name, listed in groups.items():
        if listed and name != "given":
            title = GROUPS[name]
            parts += [
                f"## {title[0].upper()}{title[1:]}",
                markdown(rows(listed, lambda each: f"`{each.text.row}`", MODES), MODES, ""),
            ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"
