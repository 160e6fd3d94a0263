"""The bill of materials, CycloneDX, of what is installed with the wheel and its extras."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tools.supply.packages import ROOT, run


def report(python: Path) -> None:
    """Write dist/storyc.cdx.json, the same bytes for the same packages, and say what it lists."""
    path = ROOT / "dist" / "storyc.cdx.json"
    path.parent.mkdir(exist_ok=True)
    words = ("environment", "--output-reproducible", f"--pyproject={ROOT / 'pyproject.toml'}", "--output-file", path)
    run(sys.executable, "-m", "cyclonedx_py", *words, python, folder=ROOT)
    bill = json.loads(path.read_text(encoding="utf-8"))
    print(f"{path.relative_to(ROOT).as_posix()}: CycloneDX {bill['specVersion']}, {len(bill['components'])} packages")
