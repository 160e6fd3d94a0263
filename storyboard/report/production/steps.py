"""The steps of a build in words: a line each while it runs, and what it all came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from storyboard.production.records import Step
from storyboard.report.drawing.words import count
from storyboard.timing import money, seconds


def totals(steps: Sequence[Step]) -> str:
    """What a build came to: `2 clips, 10 s, 2 drawn, 1 film`, with `ok` before it where all went well."""
    # Where clips are paid for, an animatic in its place is no clip of its own.
    paid = {(step.story, step.variant, step.clip) for step in steps if step.take}
    clips = [step for step in steps if step.clip and (step.take or (step.story, step.variant, step.clip) not in paid)]
    films = sum(not step.clip and step.state in ("done", "kept") for step in steps)
    words = [count(len(clips), "clip"), f"{seconds(sum(step.ms for step in clips))} s"]
    fresh = [step for step in clips if step.take and step.state == "done"]
    bought = [step for step in fresh if not step.taken_up]
    words += [f"{len(bought)} made for {money(sum(step.spent for step in bought))} USD"] if bought else []
    words += [f"{len(fresh) - len(bought)} found at the host"] if len(bought) < len(fresh) else []
    drawn = sum(not step.take and step.state == "done" for step in clips)
    words += [f"{drawn} drawn"] if drawn else []
    for state in ("kept", "failed", "refused", "unknown", "running", "left"):
        number = sum(step.state == state for step in clips)
        words += [f"{number} {'not finished' if state == 'running' else state}"] if number else []
    off = sum(bool(step.off_spec) for step in clips)
    words += [f"{off} not as ordered"] if off else []
    good = not off and all(
        (step.state in ("done", "kept") and not step.cause) or (not step.clip and step.state == "lacking")
        for step in steps
    )
    return f"{'ok: ' if good else ''}{', '.join([*words, count(films, 'film')])}"


def clock(passed: float) -> str:
    """Seconds as one reads a clock: 187.2 is `3:07`."""
    return f"{int(passed) // 60}:{int(passed) % 60:02}"


def line(step: Step, typed: Callable[[Path], str]) -> str:
    """What a step is said as, empty for one that is not said; `typed` gives a path as one would type it."""
    product = f"{typed(step.path)} ({_measures(step)})" if step.path is not None else named(step)
    because = f": {step.reason}" if step.reason else ""
    if step.off_spec:
        return f"error: {product}{because}"
    match step.state:
        case "waiting":
            return "waiting: another storyc builds in this project"
        case "drawing":
            return "" if not step.clip else f"drawing {named(step)}"
        case "done":
            verb = "joined" if not step.clip else "found " if step.taken_up else "made  " if step.take else "drawn "
            return f"{verb} {product}{because or _unmeasured(step)}"
        case "kept":
            return f"kept   {product}{because}"
        case "written":
            return f"wrote the prompts and requests of {named(step)}"
        case "lacking":
            return f"no film of {named(step)}{because}"
        case "sending":
            return f"sending {named(step)} ({money(step.price)} USD)"
        case "accepted":
            return f"the host makes {named(step)} as `{step.request_id}`"
        case "busy":
            return f"waiting for {named(step)}{because}"
        case "looking":
            return f"looking for {named(step)} at the host{because}"
        case "left":
            return f"left   {named(step)}{because}"
        case "running" if step.cause == "later":
            return f"left   {named(step)}{because}"
        case "running":
            return f"error: {named(step)} is not finished{because}"
        case "unknown":
            return f"error: {named(step)} may be paid for or not{because}"
        case _:
            return f"error: {named(step)} {'failed' if step.state == 'failed' else 'is not written'}{because}"


def _unmeasured(step: Step) -> str:
    """What is said of a paid clip that nobody could look into, else nothing."""
    if not step.take or not step.clip or step.off_spec is not None:
        return ""
    return ": whether it plays, and is as it was ordered, was not measured, which needs the extra `video`"


def _measures(step: Step) -> str:
    words = [f"{seconds(step.ms)} s"]
    if step.take and step.clip:
        words += [f"{money(step.price)} USD"]
        words += [f"made in {clock(step.took)}"] if step.took and step.state == "done" else []
    return ", ".join(words)


def named(step: Step) -> str:
    """The clip or film that a step is about."""
    variant = f" ({step.variant})" if step.variant else ""
    take = f" take {step.take}" if step.take > 1 else ""
    return f"`{step.story}`{variant}{f' clip {step.clip}' if step.clip else ''}{take}"
