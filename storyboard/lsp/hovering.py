"""Hover: what a name stands for, and what the model is told of the clip, with what the cursor's words became."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import Hover, HoverParams, MarkupContent, MarkupKind

from storyboard.compiler.layout.scope import ScopeReading
from storyboard.compiler.naming import Mention, mention_at
from storyboard.compiler.render import Prompt
from storyboard.compiler.render.templates import Templates
from storyboard.compiler.rules import by_code, chosen
from storyboard.diagnostics import Bag
from storyboard.language.quotes import quoted
from storyboard.language.story import Clip, Shot, Story
from storyboard.lsp.desk import Desk
from storyboard.lsp.pricing import clip_price
from storyboard.lsp.sheet import StorySheet
from storyboard.profiles.speech import estimate
from storyboard.report.drawing.markdown import escaped, fenced, in_code
from storyboard.report.pages.model import facts
from storyboard.source import Span
from storyboard.timing import money, seconds


def hover(desk: Desk, params: HoverParams) -> Hover | None:
    """What there is to say of a position: of a name, a rule, the model, else of the clip."""
    sheet = desk.sheet(params.text_document.uri)
    story = sheet.compiled.story if sheet is not None else None
    if sheet is None or story is None:
        return None
    offset = sheet.offset(params.position)
    words, span = _of_place(sheet, story, offset)
    clip = sheet.clip_at(offset)
    if clip is not None and clip.span.start <= offset:
        words = [*words, *_of_clip(clip, sheet, offset)]
    if not words:
        return None
    where = sheet.range(span) if span is not None else None
    return Hover(MarkupContent(MarkupKind.Markdown, "\n\n".join(words)), where)


def _of_place(sheet: StorySheet, story: Story, offset: int) -> tuple[list[str], Span | None]:
    for ignore in story.script.ignores:
        for name, span in ignore.rules:
            if span.start <= offset <= span.end:
                pages = [by_code()[rule.code] for rule in chosen(name)]
                return [f"**{rule.code} {rule.name}**: {escaped(rule.summary)}" for rule in pages], span
    model = story.settings.get("model")
    if model is not None and model.span.path == story.path and model.span.start <= offset <= model.span.end:
        profile = sheet.compiled.profile
        listed = [f"{key}: {escaped(value)}" for key, value in facts(profile)] if profile is not None else []
        return ["  \n".join([f"**{in_code(model.value)}**", *listed])], model.span
    mention = mention_at(sheet.compiled, offset)
    if mention is not None and mention.meant.kind != "clip":
        return list(_of_name(mention, story)), mention.span
    return [], None


def _of_name(mention: Mention, story: Story) -> Iterator[str]:
    meant = mention.meant
    if meant.kind == "variable":
        value = story.variables.get(meant.name)
        yield (
            f"**{escaped(meant.name)}**: {escaped(value.text)}" if value is not None else f"`{meant.name}` has no value"
        )
        return
    member = story.cast.get(meant.of or meant.name)
    if member is None:
        return
    text = member.states.get(meant.name) if meant.kind == "state" else member.look
    name = f"{member.name}/{meant.name}" if meant.kind == "state" else member.name
    yield f"**{escaped(name)}**: {escaped(text.value) if text is not None else 'not described'}"
    if meant.kind == "cast" and member.states:
        yield f"states: {escaped(', '.join(member.states))}"


def _of_clip(clip: Clip, sheet: StorySheet, offset: int) -> Iterator[str]:
    yield " · ".join(_facts(clip, sheet, offset))
    prompt = _rendered(clip, sheet)
    if prompt is not None:
        yield from _shown(prompt, sheet.compiled.path, offset)


def _facts(clip: Clip, sheet: StorySheet, offset: int) -> Iterator[str]:
    yield f"clip {clip.index}" + (f", {escaped(clip.title)}" if clip.title else "")
    if clip.duration is not None:
        yield f"{seconds(clip.duration)} s"
    cost = clip_price(clip, sheet)
    if cost is not None:
        yield f"{money(cost)} USD"
    shot = sheet.shot_at(clip, offset)
    if shot is not None:
        yield from _speech(shot, clip)


def _speech(shot: Shot, clip: Clip) -> Iterator[str]:
    """How long the speech of a shot takes, beside how long the shot is."""
    language = clip.settings.get("language")
    lines = [*(words for words, _ in quoted(shot.action)), *(speech.words.value for speech in shot.dialogue)]
    times = [estimate(words, language.value if language is not None else None) for words in lines if words]
    fast, slow = sum(time[0] for time in times), sum(time[1] for time in times)
    if slow:
        room = f" of {seconds(shot.end - shot.start)} s" if shot.start is not None and shot.end is not None else ""
        yield f"speech {_tenths(fast)} to {_tenths(slow)} s{room}"


def _tenths(ms: int) -> str:
    return seconds((ms + 50) // 100 * 100)


def _rendered(clip: Clip, sheet: StorySheet) -> Prompt | None:
    """The clip's prompt with its map; None where its template cannot be used, which a diagnostic says."""
    compiled, config = sheet.compiled, sheet.config
    if compiled.profile is None or compiled.story is None or clip.duration is None or clip.planned is None:
        return None
    reading = ScopeReading(sheet.desk.files(sheet.root), config.limits, dict(compiled.sources), Bag(), [])
    return Templates(reading, compiled.profile, compiled.story.cast, config).render(clip)


def _shown(prompt: Prompt, path: str, offset: int) -> Iterator[str]:
    """The words of the prompt that the cursor's place became, and the whole of it."""
    parts = [part for part in prompt.map if part.span.path == path and part.span.start <= offset <= part.span.end]
    if parts:
        # How somebody speaks stands for the whole line of speech, in which the words have a place of their own.
        part = min(parts, key=lambda part: part.span.end - part.span.start)
        yield f"sent here:\n{fenced(prompt.text[part.start : part.end].strip())}"
    yield f"the prompt:\n{fenced(prompt.text)}"
