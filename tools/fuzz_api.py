"""Fuzz the emulator by its own OpenAPI document with schemathesis: what it says of itself must hold.

Some hundred calls in seconds, the same each time; `--examples N` and `--seed N` ask for others. Needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402

from storyboard.emulate import EmulatorSettings, emulator, start  # noqa: E402

KEY = "SG_" + "f" * 16
# A window of at most 31 days is more than a schema can say.
CONFIG = """
[[operations]]
include-operation-id = "history"
checks.positive_data_acceptance.enabled = false
"""


def main() -> int:
    """The exit code of schemathesis, 2 where it is not installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="calls of each kind for each address")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    server = start(emulator(msgspec.structs.replace(EmulatorSettings(seconds=0.0), credits=10**12), None, _silent))
    try:
        # It keeps notes in the working folder.
        with tempfile.TemporaryDirectory(prefix="storyc-fuzz-") as folder:
            config = Path(folder) / "schemathesis.toml"
            config.write_text(CONFIG, encoding="utf-8")
            words = ["--config-file", str(config), "run", f"{server.url}/openapi.json", "--header", f"x-api-key: {KEY}"]
            words += ["--max-examples", str(asked.examples), "--seed", str(asked.seed), "--no-color"]
            words += ["--warnings", "off"]
            return subprocess.run(
                [sys.executable, "-m", "schemathesis.cli", *words], cwd=folder, check=False
            ).returncode
    finally:
        server.close()


def _silent(line: str) -> None:
    """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
