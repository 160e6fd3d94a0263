"""What doctor found: a line for each thing that was looked at, and all settings."""

from __future__ import annotations

import msgspec

from storyboard.records.doctor import Doctor
from storyboard.report.data.values import dumped
from storyboard.report.drawing.cells import shown, wrap
from storyboard.report.drawing.paint import painter
from storyboard.report.drawing.table import Column, table

_COLORS = {"ok": "green", "note": "cyan", "warning": "yellow", "error": "red"}
_SETTINGS = (Column("setting"), Column("value", cut=True), Column("from", cut=True))


def as_json(report: Doctor) -> str:
    """A `storyc.doctor/1`."""
    return dumped(report)


def as_text(report: Doctor, *, color: bool, wide: int, phrases: int) -> str:
    """A line for each thing that was looked at, what to do below it, and all settings.

    The table is `wide` cells wide, and lines with `phrases` are broken at so many.
    """
    paint = painter(color)
    width = max(len(check.name) for check in report.checks)
    lines: list[str] = []
    for check in report.checks:
        words = [shown(check.found), *([f"help: {shown(check.help)}"] if check.help else [])]
        first, *rest = (line for word in words for line in wrap(word, max(phrases - width - 11, 20)))
        lines.append(f"{paint(f'{check.state:<7}', fg=_COLORS[check.state])}  {check.name:<{width}}  {first}")
        lines += [" " * (width + 11) + line for line in rest]
    rows = [(setting.key, _as_toml(setting.value), setting.origin) for setting in report.settings]
    return "".join(f"{line}\n" for line in lines) + "\n" + table(_SETTINGS, rows, color=color, wide=wide)


def _as_toml(value: object) -> str:
    return "-" if value is None else msgspec.json.encode(value).decode("utf-8")
