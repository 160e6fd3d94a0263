"""The comparison as a comment on a pull request: a table, and each clip's prompt folded away."""

from __future__ import annotations

import difflib

from storyboard.project.diff.words import compared, shortened
from storyboard.records.diff import Diff, DiffClip, Word
from storyboard.report.diff.counts import by_story, name, totals
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.markdown import escaped, fenced, in_html, row
from storyboard.timing import micro, money

# GitHub takes no comment above 65,536 characters.
MOST = 60_000
_MOST_LINES = 400
_MOST_WORDS = 4
_LONG = 300


def render(diff: Diff, lead: str = "", pictures: str = "") -> str:
    """The comment; what would make it too long is left out, and said.

    `lead` is Markdown below the sum, `pictures` below the table.
    """
    stories = by_story(diff.clips)
    head = f"### Storyboard\n\n{escaped(totals(diff))}\n{lead}"
    if not stories:
        return head
    parts = [head, f"\n{row('', 'Clip', 'What changes', 'USD')}\n{row('---', '---', '---', '--:')}\n"]
    room = MOST - len(pictures) - sum(map(len, parts))
    left = 0
    for story, changed in stories:
        for line in [row("", f"**{escaped(story)}**", "", ""), *map(_row, changed)]:
            room -= len(line) + 1
            if room < 0:
                left += 1
                continue
            parts.append(f"{line}\n")
    if left:
        parts.append(f"\n{left} more rows would make this comment too long.\n")
    parts.append(pictures)
    folded = 0
    for story, changed in stories:
        for clip in changed:
            block = _details(story, clip)
            if len(block) <= room:
                parts.append(block)
                room -= len(block)
            else:
                folded += bool(block)
    if folded:
        parts.append(f"\nThe prompts of {folded} more are left out, as they would make this comment too long.\n")
    return "".join(parts)


def _row(clip: DiffClip) -> str:
    words = [_brief(word) for word in clip.words[:_MOST_WORDS]]
    more = len(clip.words) - _MOST_WORDS
    words += [f"and {more} more"] if more > 0 else []
    price = money(micro(clip.price_usd)) if clip.price_usd else ""
    return row(clip.change, escaped(name(clip)), "<br>".join(words), price)


def _brief(word: Word) -> str:
    if word.kind == "phrase":
        return escaped(word.what.replace("`", ""))
    if word.kind == "text":
        return f"{escaped(word.what)}: {_marked(word)}"
    return f"{escaped(word.what)}: {escaped(_cut(word.before))} → {escaped(_cut(word.after))}"


def _marked(word: Word) -> str:
    """The text with what went struck out and what came in bold."""
    parts: list[str] = []
    size = 0
    for part in shortened(compared(word.before, word.after), 24):
        if size > _LONG:
            parts.append("…")
            break
        size += len(part.text)
        text = shown(part.text)
        bare = _cut(text.strip())
        if part.sign == " " or not bare:
            parts.append(escaped(text))
            continue
        # Marks that touch a blank are no marks.
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        mark = "del" if part.sign == "-" else "ins"
        parts.append(f"{lead}<{mark}>{escaped(bare)}</{mark}>{tail}")
    return "".join(parts)


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def _details(story: str, clip: DiffClip) -> str:
    """The prompt, folded: line by line against the old one where there is one."""
    if clip.change == "same":
        return ""
    before = clip.before.prompt if clip.before is not None else ""
    after = clip.after.prompt if clip.after is not None else ""
    if before == after:
        return ""
    if before and after:
        old, new = before.split("\n"), after.split("\n")
        if max(len(old), len(new)) > _MOST_LINES:
            lines = [*("-" + line for line in old), *("+" + line for line in new)]
        else:
            difference = difflib.unified_diff(old, new, lineterm="", n=len(old))
            lines = [line for number, line in enumerate(difference) if number > 2]
    else:
        lines = [("+" if after else "-") + line for line in (after or before).split("\n")]
    title = f"{in_html(story)}, {in_html(name(clip))}: the prompt"
    return f"\n<details><summary>{title}</summary>\n\n{fenced(chr(10).join(lines), 'diff')}\n</details>\n"
