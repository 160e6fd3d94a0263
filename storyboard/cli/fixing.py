"""What `check` does where it is asked for fixes: make them, write them, say what was done."""

from __future__ import annotations

from storyboard.cli import changing, terminal
from storyboard.cli.project import Project
from storyboard.cli.reporting import count, has_errors
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.rewriting import Mended, fixable, mended, unified
from storyboard.timing import money


class Fixes:
    """The fixes of a run: with `shows` they are only shown, with `unsafe` those are made that need a look.

    `diffs` are what was to be shown, `piped` is the text of the story from stdin with its fixes, `failed` says that a
    file could not be written.
    """

    def __init__(self, *, unsafe: bool, shows: bool) -> None:
        self.unsafe, self.shows = unsafe, shows
        self.diffs: list[str] = []
        self.piped: str | None = None
        self.failed = False
        self._fixed, self._stories, self._more = 0, 0, 0
        self._prices: list[str] = []

    def mend(self, found: Project, path: str, chosen: Options) -> Compiled:
        """The story's compile after its fixes; the one before them where they are only shown or cannot be written."""
        made = mended(found.files, path, found.config, chosen, unsafe=self.unsafe, alone=found.piped)
        if self.shows:
            texts = sorted(made.texts.items())
            new = [unified(self._shown(found, name), before, after) for name, (before, after) in texts]
            self.diffs += [diff for diff in new if diff not in self.diffs]  # an include that several stories share
        elif found.piped:
            self.piped = made.texts[path][1] if path in made.texts else _typed(made, path)
        elif not all(changing.write(found.root, name, *texts) for name, texts in sorted(made.texts.items())):
            self.failed = True
            return made.before
        self._count(made, self._shown(found, path))
        return made.before if self.shows else made.compiled

    def say(self) -> None:
        """Say how much was fixed, how much more could be, and what stories cost now."""
        for line in self._prices:
            terminal.say(line)
        verb = "would fix" if self.shows else "fixed"
        more = f" ({self._more} more with --unsafe-fixes)" if self._more else ""
        if self._fixed:
            stories = count(self._stories, "story", "stories")
            terminal.say(f"{verb} {count(self._fixed, 'mistake')} in {stories}{more}")
        elif more or self.shows:
            terminal.say(f"{verb} nothing{more.replace(' more', '')}")

    def _shown(self, found: Project, name: str) -> str:
        return name if found.piped else terminal.shown(found.root / name)

    def _count(self, made: Mended, shown: str) -> None:
        self._fixed += made.fixed
        self._stories += bool(made.fixed)
        if not self.unsafe:
            self._more += fixable(made.compiled.diagnostics)[1]
        elif made.fixed and not has_errors(made.compiled):
            self._prices.append(f"`{shown}`: {_price(made.before)} before the fixes, {_price(made.compiled)} with them")


def _price(made: Compiled) -> str:
    if has_errors(made):
        return "no price"
    return f"{money(sum(request.price for request in made.requests))} USD"


def _typed(made: Mended, path: str) -> str:
    source = made.before.sources[path]
    return "\ufeff" * source.bom + source.text.replace("\n", source.newline)
