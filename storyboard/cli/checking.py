"""What `storyc check` does, once its options are read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storyboard.cli import exits, terminal
from storyboard.cli.stories import gather, report, say_mistakes, summarize_step
from storyboard.compiler.pipeline import Options
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.recalled import checked_stories
from storyboard.project.records import Gathered
from storyboard.project.selecting import lacking, narrowed
from storyboard.report.stories.totals import hint, totals

if TYPE_CHECKING:
    from storyboard.project.fixing import Fixes
    from storyboard.project.shard import Shard

_ALL = Options()
# Reports that say nothing of a story without mistakes.
_OF_MISTAKES = ("text", "concise")


def check(
    paths: Iterable[str],
    *,
    form: str = "text",
    target: str | None = None,
    flags: Mapping[str, object] | None = None,
    fixes: Fixes | None = None,
    chosen: Options = _ALL,
    shard: Shard | None = None,
    quiet: bool = False,
    color: str = "auto",
) -> int:
    """The exit code of a check of all that the paths name; what is wrong is reported, after `fixes` where given."""
    gathered = narrowed(gather(paths, {"model": chosen.model, **(flags or {})}), chosen)
    if shard is not None:
        from storyboard.project.shard import of_stories

        gathered = of_stories(gathered, shard)
    checked = _compiled(gathered, chosen, fixes, whole=form not in _OF_MISTAKES)
    if fixes:
        say_mistakes(fixes.mistakes)
    _put(checked, fixes, form, color, target)
    if fixes and not quiet:
        from storyboard.report.stories.fixes import words

        for line in words(fixes):
            terminal.say(line)
    for story in checked:
        say_mistakes(story.lacking)
    clean = [story for story in checked if story.usable]
    if form == "github":
        summarize_step(checked, totals(clean) if clean else "")
    if clean and not quiet:
        terminal.say(f"ok: {totals(clean)}")
    wrong = any(story.compiled.has_errors for story in checked) or (fixes and fixes.diffs)
    unusable = gathered.missing or any(story.lacking for story in checked) or (fixes and fixes.mistakes)
    return exits.worst((exits.STORY_ERRORS if wrong else exits.DONE, exits.USAGE if unusable else exits.DONE))


def _compiled(gathered: Gathered, chosen: Options, fixes: Fixes | None, *, whole: bool) -> list[CompiledStory]:
    """All stories, compiled after their fixes where those are asked for; with `whole` also those without mistakes."""
    total = sum(len(project.stories) for project in gathered.projects)
    checked: list[CompiledStory] = []
    for project in gathered.projects:
        if not fixes:
            stories = compile_stories(project, chosen) if whole else checked_stories(project, chosen)
            for path in project.stories:
                terminal.progress(len(checked), total, path)
                checked.append(next(stories))
            continue
        for path in project.stories:
            terminal.progress(len(checked), total, path)
            compiled = fixes.mend(project, path, chosen)
            checked.append(CompiledStory(project, compiled, lacking(compiled, chosen)))
    terminal.progress(total, total, "")
    return checked


def _put(checked: list[CompiledStory], fixes: Fixes | None, form: str, color: str, target: str | None) -> None:
    """Print the report, or what the fixes would change, or the story from stdin with its fixes."""
    if fixes and fixes.shows:
        from storyboard.report.drawing.unified import painted

        paint = terminal.colored(color, sys.stdout) if target is None else color == "always"
        terminal.put(painted("".join(fixes.diffs), color=paint), target, data=True)
    elif fixes and fixes.piped is not None and target is None:
        terminal.put(fixes.piped, data=True, made_up=True)
        terminal.draw(report(form, checked, color, stream=sys.stderr))
    else:
        text = report(form, checked, color, stream=sys.stdout, target=target)
        # Its commands are ours.
        commands = form == "github"
        terminal.put(text + (hint(checked) if form == "text" and not fixes else ""), target, data=commands)
