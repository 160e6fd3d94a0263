"""What somebody reads before a saved plan is approved: what it would buy, and the digest that an approval names."""

from __future__ import annotations

from storyboard.production.plan import BOUGHT
from storyboard.records.plan import PlanClip, Saved
from storyboard.report.drawing.markdown import escaped, fenced, row
from storyboard.report.drawing.words import count
from storyboard.timing import micro, money

_MOST_ROWS = 500


def render(saved: Saved, environment: str) -> str:
    """Markdown for the summary of the job that saved the plan."""
    bought = [clip for clip in saved.clips if clip.state in BOUGHT]
    total = money(micro(saved.total_usd))
    lines = [f"### Paid build: {total} USD", "", f"{count(len(bought), 'generation')} at {escaped(saved.host)}."]
    if bought:
        lines += ["", "| story | clip | take | state | s | USD |", "| --- | --- | ---: | --- | ---: | ---: |"]
        lines += map(_row, bought[:_MOST_ROWS])
    if len(bought) > _MOST_ROWS:
        lines += ["", f"and {len(bought) - _MOST_ROWS} more"]
    lines += ["", f"To approve it, write this digest into the comment when you review `{environment}`:", ""]
    return "\n".join(lines) + "\n" + fenced(saved.digest)


def _row(clip: PlanClip) -> str:
    story = clip.story + (f" ({clip.variant})" if clip.variant else "")
    name = f"{clip.clip.index} {clip.clip.title}".rstrip()
    price = money(micro(clip.price_usd))
    return row(escaped(story), escaped(name), str(clip.take), clip.state, str(clip.seconds), price)
