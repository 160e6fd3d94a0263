"""What a build did, as the summary of a step of GitHub's workflows: counts, what was spent, what went wrong and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from storyboard.production.records import Built, Step
from storyboard.report.drawing.markdown import escaped, fenced, row
from storyboard.timing import money

# GitHub drops a summary above a megabyte.
_MOST_ROWS = 500
_WORDS = {
    "done": "made", "kept": "kept", "written": "without pictures", "failed": "failed", "refused": "refused",
    "unknown": "may be paid for or not", "running": "not finished", "left": "left to the next run",
    "lacking": "lacking", "off": "not as ordered", "dear": "made for more than agreed to",
}  # fmt: skip
_BAD = ("unknown", "failed", "refused", "off", "dear", "running", "left")


def summary(built: Sequence[Built]) -> str:
    """The summary of a step in Markdown."""
    steps = [step for story in built for step in story.steps]
    # Where clips are paid for, an animatic in its place is no clip of its own.
    paid = {(step.story, step.variant, step.clip) for step in steps if step.take}
    clips = [step for step in steps if step.clip and (step.take or (step.story, step.variant, step.clip) not in paid)]
    faulty = [fault for story in built for fault in story.faulty]
    parts = ["### storyc build\n"]
    counts = [("Clips", _counted(clips)), ("Films", _counted(step for step in steps if not step.clip))]
    spent = sum(step.spent for step in clips)
    counts += [("Spent", f"{money(spent)} USD")] if paid else []
    parts.append("\n".join([row("", ""), row("---", "---"), *(row(name, words) for name, words in counts)]) + "\n")
    bad = sorted((step for step in clips if _kind(step) in _BAD), key=lambda step: _BAD.index(_kind(step)))
    rows = [row("not compiled", escaped(story), "", escaped(why)) for story, why in faulty]
    rows += [row(_WORDS[_kind(step)], escaped(_story(step)), str(step.clip), escaped(step.reason)) for step in bad]
    # A film that lacks clips follows from them.
    rows += [
        row(step.state, escaped(_story(step)), "film", escaped(step.reason))
        for step in steps
        if not step.clip and step.state in _BAD
    ]
    if rows:
        head = [row("", "Story", "Clip", "Why"), row("---", "---", "--:", "---")]
        parts.append("\n".join([*head, *rows[:_MOST_ROWS]]) + "\n")
    if len(rows) > _MOST_ROWS:
        parts.append(f"and {len(rows) - _MOST_ROWS} more\n")
    unknown = [step for step in clips if step.state == "unknown"]
    if unknown:
        parts.append("Whether these were billed is not known; each is settled by what this shows:\n")
        parts.append(fenced("\n".join(f"storyc ledger show {step.attempt}" for step in unknown[:_MOST_ROWS])))
    return "\n".join(parts) + "\n"


def _counted(steps: Iterable[Step]) -> str:
    """`12: 10 made, 2 failed`."""
    states = Counter(map(_kind, steps))
    words = ", ".join(f"{states[state]} {word}" for state, word in _WORDS.items() if states[state])
    return f"{states.total()}{f': {words}' if words else ''}"


def _kind(step: Step) -> str:
    """What has become of a clip or film, in one word of these."""
    return "off" if step.off_spec else "dear" if step.overcharged else step.state


def _story(step: Step) -> str:
    take = f" take {step.take}" if step.take > 1 else ""
    return step.story + (f" ({step.variant})" if step.variant else "") + take
