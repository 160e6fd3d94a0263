"""The licences of what is installed with storyc: those that an MIT distribution can require, and any other."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tools.supply.packages import ROOT, run

# By their SPDX names: permissive ones, fonts', MPL, which reaches no further than its own files, and LGPL, which is
# content where its library can be replaced: the driver of the extra `team`, a package of its own.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "LGPL-3.0-only", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# What the metadata of older packages says, and the SPDX name of what it means. "BSD License" is any of them.
_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-2-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
# Libraries under the GPL that binary wheels carry, which no metadata tells.
_COPYLEFT = re.compile(r"\b(lib)?(x264|x265|xvidcore|rubberband|readline)\b")
_PROBE = """
import importlib.metadata, json
print(json.dumps({item.name: sorted({path.name for path in item.files or [] if ".so" in path.name or
    path.name.endswith((".dll", ".dylib"))}) for item in importlib.metadata.distributions()}))
"""


class Package(msgspec.Struct, frozen=True):
    """A package of the environment, with what it says of its licence and the GPL libraries that it carries."""

    name: str
    version: str
    licence: str
    carried: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether storyc can require it."""
        return permits(self.licence)


def permits(licence: str) -> bool:
    """Whether a licence, an SPDX expression or what older metadata says, is allowed or lets one choose such a one.

    An expression with brackets is none of the allowed: whoever meets the first reads it.
    """
    named = [_NAMES.get(part.strip(), part.strip()) for part in licence.split(";")]
    return all(any(_all_of(choice) for choice in re.split(r"\s+OR\s+", part)) for part in named)


def _all_of(choice: str) -> bool:
    return all(part.strip() in ALLOWED for part in re.split(r"\s+AND\s+", choice))


def packages(python: Path) -> list[Package]:
    """The packages of an environment, by name."""
    words = ("-m", "piplicenses", f"--python={python}", "--from=mixed", "--format=json", "--with-system")
    listed = json.loads(run(sys.executable, *words, folder=ROOT))
    files = {name.lower(): held for name, held in json.loads(run(python, "-c", _PROBE, folder=ROOT)).items()}
    rows = [
        Package(row["Name"], row["Version"], row["License"], carried(files.get(row["Name"].lower(), ())))
        for row in listed
    ]
    return sorted(rows, key=lambda package: package.name.lower())


def carried(files: Sequence[str]) -> tuple[str, ...]:
    """The GPL libraries among the files of a package."""
    return tuple(sorted({match[0] for name in files if (match := _COPYLEFT.search(name))}))


def report(python: Path) -> None:
    """Print the licences as Markdown, and leave with those that storyc cannot require."""
    rows = packages(python)
    print("| package | version | licence |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {row.name} | {row.version} | {row.licence} |")
    for row in rows:
        if row.carried:
            print(f"\n{row.name} carries {', '.join(row.carried)}, under the GPL, and storyc does not ship it. Whoever")
            print(f"passes on {row.name} beside storyc, in an image or an installer, passes on those libraries too.")
    wrong = [f"{row.name} {row.version}: {row.licence}" for row in rows if not row.allowed]
    if wrong:
        sys.exit("licences that an MIT distribution cannot require, or that nobody has looked at\n" + "\n".join(wrong))
