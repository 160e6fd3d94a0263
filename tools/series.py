"""Show what becomes of one series at each model: it compiles, is refused with each cause named, or compiles mended.

`python -m tools.series [MODEL@HOST ...]` checks `samples/series` with all its variants on a copy, then once
more after `check --fix --unsafe-fixes`, and prices what compiles. `--folder DIR` takes other stories. Exit code 1 where
a refusal names no cause, or where `plan` and `compare` say other things than `check`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from storyboard.cli import exits, run
from storyboard.profiles import model_names

SERIES = Path(__file__).resolve().parent.parent / "samples/series"


class Checked(msgspec.Struct, frozen=True):
    """What a check of the series says: how often each mistake stands in it, and its price where it has none."""

    causes: dict[str, int]
    usd: float | None
    wrong: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of the series at a model, as it is and, where that has mistakes, on a copy after all fixes."""

    model: str
    first: Checked
    fixed: Checked | None

    @property
    def word(self) -> str:
        """What became of it, in a word."""
        if not self.first.causes:
            return "compiles"
        return "refused" if self.fixed is None or self.fixed.causes else "compiles after fixes"

    @property
    def wrong(self) -> tuple[str, ...]:
        """What contradicts itself, a phrase each."""
        return (*self.first.wrong, *(self.fixed.wrong if self.fixed is not None else ()))


def outcome(model: str, folder: Path = SERIES) -> Outcome:
    """What becomes of the stories of a folder, which is left as it is, at this model."""
    with _copied(folder):
        first = _checked(model)
        if not first.causes:
            return Outcome(model, first, None)
        _said("check", model, "--fix", "--unsafe-fixes")
        return Outcome(model, first, _checked(model))


@contextlib.contextmanager
def _copied(folder: Path) -> Generator[None]:
    """Stand in a project that holds a copy of these stories."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="storyc-series-") as root:
        shutil.copytree(folder, Path(root, "series"))
        Path(root, "storyc.toml").touch()
        os.chdir(root)
        try:
            yield
        finally:
            os.chdir(before)


def _checked(model: str) -> Checked:
    """What `check`, `plan` and `compare` say of the series."""
    code, rows = _said("check", model, "--format", "json")
    mistakes = [row for row in rows if row["level"] == "error"]
    causes = Counter(f"{row['code']} {row['name']}" for row in mistakes)
    wrong: list[str] = []
    if (code == exits.DONE) != (not mistakes) or not all(row["path"] and row["line"] for row in mistakes):
        wrong.append(f"check ends with {code} and names {len(mistakes)} mistakes")
    planned, plan = _said("plan", model, "--format", "json")
    if planned != code:
        wrong.append(f"check ends with {code}, plan with {planned}")
    if mistakes:
        return Checked(dict(causes), None, tuple(wrong))
    # A variant that changes nothing of a clip is bought once, and `compare` prices each variant for itself.
    _, clips = _said("compare", model, "--format", "json", variant="")
    _, alone = _said("plan", model, "--format", "json", variant="")
    compared = round(sum(clip["price_usd"] for clip in clips), 4)
    if compared != alone["total_usd"]:
        wrong.append(f"plan says {alone['total_usd']} USD, compare {compared}")
    return Checked({}, plan["total_usd"], tuple(wrong))


def _said(command: str, model: str, *more: str, variant: str = "all") -> tuple[int, Any]:
    """The exit code of a command over the series, and the JSON that it prints, if any."""
    asked = ("--variant", variant) if variant else ()
    chosen = ("--models", model) if command == "compare" else ("--model", model)
    told = Path("told.json")
    told.unlink(missing_ok=True)
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        code = run([command, "series", *asked, *chosen, "-o", str(told), *more])
    return code, json.loads(told.read_text(encoding="utf-8")) if "json" in more and told.exists() else None


def table(outcomes: Sequence[Outcome], *, markdown: bool = False) -> str:
    """A row for each model: what becomes of the series, why it is refused as it is and as mended, and its price."""
    rows = [("model", "outcome", "causes", "causes after fixes", "USD")]
    for row in outcomes:
        last = row.fixed or row.first
        after = _causes(row.fixed) or "none" if row.fixed is not None else ""
        price = "-" if last.usd is None else str(last.usd)
        rows.append((row.model, row.word, _causes(row.first), after, price))
    if markdown:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "| --- | --- | --- | --- | --: |", *lines[1:]]) + "\n"
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (zip(row, widths, strict=True) for row in rows)
    return "".join("  ".join(f"{cell:<{wide}}" for cell, wide in row).rstrip() + "\n" for row in padded)


def _causes(checked: Checked) -> str:
    return ", ".join(f"{number}x {cause}" for cause, number in sorted(checked.causes.items()))


def main() -> int:
    """Print the table of all models or of those that are named, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("models", nargs="*", metavar="MODEL@HOST")
    parser.add_argument("--folder", type=Path, default=SERIES)
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    outcomes = [outcome(model, given.folder.resolve()) for model in given.models or model_names(None)]
    sys.stdout.write(table(outcomes, markdown=given.markdown))
    wrong = [f"{row.model}: {phrase}" for row in outcomes for phrase in row.wrong]
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
