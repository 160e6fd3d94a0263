"""Fuzz the emulators by their own OpenAPI documents with schemathesis: what each says of itself must hold.

Some hundred calls of each host in seconds, the same each time; `--examples N` and `--seed N` ask for others, and
`--host NAME` for one host alone. Needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from storyboard.emulate import EmulatorSettings, emulator, start  # noqa: E402
from storyboard.profiles import DEFAULT, host_of, hosts  # noqa: E402

# A window of at most 31 days is more than a schema can say, and a job that nobody has begun is gone.
CONFIG = "".join(
    f'[[operations]]\ninclude-operation-id = "{name}"\nchecks.positive_data_acceptance.enabled = false\n'
    for name in ("history", "status", "result")
)
# Where an address of one hole, as `/{id}`, takes in all others, no verb and no missing key is what it seems to be.
_APART = "unsupported_method,allow_header_conformance,ignored_auth"
# The default's host has a document of its own making, with more calls than the others have.
_EXAMPLES, _OF_OTHERS = 20, 3


def main() -> int:
    """The worst exit code of schemathesis over the hosts, 2 where it is not installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, help="calls of each kind for each address")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--host", action="append", choices=hosts.shipped())
    asked = parser.parse_args()
    worst = 0
    for name in asked.host or hosts.shipped():
        print(f"== {name}", flush=True)
        usual = _EXAMPLES if name == host_of(DEFAULT) else _OF_OTHERS
        worst = max(worst, _fuzzed(name, asked.examples or usual, asked.seed))
    return worst


def _fuzzed(name: str, examples: int, seed: int) -> int:
    """The exit code of schemathesis at one host."""
    server = start(emulator(EmulatorSettings(host=name, seconds=0.0, credits=10**12), None, _silent))
    form = hosts.host(name).key
    try:
        # It keeps notes in the working folder.
        with tempfile.TemporaryDirectory(prefix="storyc-fuzz-") as folder:
            config = Path(folder) / "schemathesis.toml"
            config.write_text(CONFIG, encoding="utf-8")
            words = ["--config-file", str(config), "run", f"{server.url}/openapi.json"]
            words += ["--header", f"{form.header}: {form.prefix}{server.host.key}"]
            words += ["--max-examples", str(examples), "--seed", str(seed), "--no-color"]
            words += ["--warnings", "off", "--exclude-checks", _APART]
            return subprocess.run(
                [sys.executable, "-m", "schemathesis.cli", *words], cwd=folder, check=False
            ).returncode
    finally:
        server.close()


def _silent(line: str) -> None:
    """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
