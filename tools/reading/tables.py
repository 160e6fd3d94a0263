"""The figures: how many texts of each row are read exactly, with a question, visibly wrong, or wrong in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from tools.reading.records import Judged, Times

COLUMNS = {
    "check": ("exact", "visible", "silent", "alarm"),
    "import": ("exact", "asked", "visible", "silent"),
}
GROUPS = {
    "own": "our own samples",
    "made": "notations filled with the words of each language",
    "respelt": "the same marks in other spellings and on other pages",
    "slip": "one mark mistyped",
    "trap": "numbers that are no times",
    "given": "given texts",
}


class Row(msgspec.Struct, frozen=True):
    """A row of a table: its name, the number of its texts, and their counts by mode and worth."""

    name: str
    texts: int
    counts: dict[str, dict[str, int]]

    def cells(self, modes: Sequence[str]) -> list[str]:
        """The row as it is printed, nothing where a count is 0."""
        figures = [self.counts[mode][column] for mode in modes for column in COLUMNS[mode]]
        return [self.name, str(self.texts), *(str(figure) if figure else "" for figure in figures)]

    @property
    def clean(self) -> bool:
        """Whether every text of the row was read exactly, without a question or an alarm."""
        return all(
            counts["exact"] == self.texts and not counts.get("alarm") and not counts.get("asked")
            for counts in self.counts.values()
        )


def row(name: str, judged: Iterable[Judged], modes: Sequence[str]) -> Row:
    """The counts of some texts."""
    listed = list(judged)
    counts: dict[str, dict[str, int]] = {}
    for mode in modes:
        worths = Counter(each.verdicts[mode].worth for each in listed)
        worths["alarm"] = sum(bool(each.verdicts[mode].alarms) for each in listed)
        counts[mode] = {column: worths[column] for column in COLUMNS[mode]}
    return Row(name, len(listed), counts)


def rows(judged: Iterable[Judged], key: Callable[[Judged], str], modes: Sequence[str]) -> list[Row]:
    """A row for each value of a key, in the order in which they come."""
    parted: dict[str, list[Judged]] = {}
    for each in judged:
        parted.setdefault(key(each), []).append(each)
    return [row(name, listed, modes) for name, listed in parted.items()]


def head(modes: Sequence[str], name: str = "") -> list[str]:
    """The heads of the columns."""
    return [name, "texts", *(f"{mode} {column}" for mode in modes for column in COLUMNS[mode])]


def printed(listed: Sequence[Row], modes: Sequence[str], name: str) -> str:
    """A table for a terminal."""
    cells = [row.cells(modes) for row in listed]
    columns = [column for mode in modes for column in COLUMNS[mode]]
    widths = [max(len(each[0]) for each in [[name], *cells]), 6, *(8 for _ in columns)]
    first = "".join(f"{mode:<{8 * len(COLUMNS[mode])}}" for mode in modes)
    lines = [" " * (widths[0] + widths[1] + 2) + first.rstrip()]
    for each in [[name, "texts", *columns], *cells]:
        lines.append(
            f"{each[0]:<{widths[0]}}"
            + "".join(f"{cell:>{wide}}" for cell, wide in zip(each[1:], widths[1:], strict=True))
        )
    return "\n".join(lines)


def markdown(listed: Sequence[Row], modes: Sequence[str], name: str) -> str:
    """A table for a page."""
    lines = [head(modes, name), ["---", *("---:" for _ in head(modes)[1:])]]
    lines += [each.cells(modes) for each in listed]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def alarms(judged: Iterable[Judged]) -> Counter[str]:
    """How often each code was given to a text that was read exactly and does not deserve it."""
    return Counter(code for each in judged for code in {*_alarms(each)})


def _alarms(judged: Judged) -> tuple[str, ...]:
    return judged.verdicts["check"].alarms if "check" in judged.verdicts else ()


def ranges(times: Times) -> str:
    """Shots as they are shown: `0-3 3-5.5 5.5-?`."""
    return " ".join("-".join("?" if side is None else f"{side:g}" for side in shot) for shot in times) or "nothing"


def failures(judged: Sequence[Judged], mode: str, most: int) -> list[str]:
    """The first texts that a mode reads wrongly, those first of which nothing is said; then the false alarms."""
    order = {"silent": 0, "visible": 1}
    wrong = [each for each in judged if each.verdicts[mode].worth in order or each.verdicts[mode].alarms]
    wrong.sort(key=lambda each: order.get(each.verdicts[mode].worth, 2))
    out: list[str] = []
    for each in wrong[:most]:
        verdict = each.verdicts[mode]
        clips = f" in {verdict.clips} clips" if each.text.clips not in (None, verdict.clips) else ""
        worth = f"alarm {' '.join(verdict.alarms)}" if verdict.alarms else verdict.worth
        out.append(
            f"{mode} {worth}: {each.text.id}  want {ranges(each.text.truth)}  got {ranges(verdict.shots)}{clips}"
        )
        out += [f"    {line}" for line in each.text.text.splitlines()[:12]]
    return out


def differences(judged: Sequence[Judged], most: int) -> list[str]:
    """What is to be said of texts that `check` and `import` read otherwise without a word, and the first of them."""
    marks = [each for each in judged if each.broken == "marks"]
    shots = [each for each in judged if each.broken == "shots"]
    return [
        f"import read marks without a question that check neither read nor reported: {len(marks)} of {len(judged)}",
        *(f"  {each.text.id}" for each in marks[:most]),
        f"without marks, and another number of shots or clips: {len(shots)}",
        *(f"  {each.text.id}" for each in shots[:most]),
    ]
