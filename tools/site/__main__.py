"""Make the site: stage the pages, run Sphinx with each warning as an error, and lay what is no HTML beside it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from storyboard.cli.help import manual
from tools.site.staging import ROOT, entries, stage

OUT = ROOT / "build" / "site"
_ABOUT = (
    "storyc compiles storyboards into video: it checks that the shots of a .story file fit the clip that a model can "
    "make, renders one prompt for each clip, knows its price before anything is sent, and draws the film for free."
)


def llms() -> str:
    """The list of the pages for language models: https://llmstxt.org."""
    lines = ["# storyc", "", f"> {_ABOUT}", "", "Begin with [the guide for agents](agents.md)."]
    group = ""
    for entry in entries():
        if entry.group != group:
            group = entry.group
            lines += ["", f"## {group}", ""]
        lines.append(f"- [{entry.page.removesuffix('.md')}]({entry.page}): {entry.about}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Make the site in build/site; the exit code is that of Sphinx."""
    staged = ROOT / "build" / "site-pages"
    texts = stage(staged)
    shutil.rmtree(OUT, ignore_errors=True)
    command = [
        *(sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "--jobs", "auto"),
        *("-b", "html", "-c", str(Path(__file__).parent), "-d", str(ROOT / "build" / "site-trees")),
        *(str(staged), str(OUT)),
    ]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        return code
    for place, text in texts.items():
        (OUT / place).write_text(text, encoding="utf-8")
    (OUT / "llms.txt").write_text(llms(), encoding="utf-8")
    (OUT / "storyc.1").write_text(manual(), encoding="utf-8")
    print(f"{OUT.relative_to(ROOT).as_posix()}/index.html: {len(texts)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
