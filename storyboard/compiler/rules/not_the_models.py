"""The model cannot do what the story asks for, and makes the clip without it.

Models differ in what they can be told. Some read shots in their order and no times, some make no sound or speak few
languages, and of some an equal seed makes a clip that is only similar. A prompt that leaves out the overview or the
closing text is an error, as its clip is of another story. `storyc compare` says what each model would lose of a story.

Bad, for a model that reads no times: two shots with times.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.compiler.rules._time import listed, span_of
from storyboard.diagnostics import Finding, Level, LostPart, What
from storyboard.language.quotes import quoted
from storyboard.language.story import Clip, Text
from storyboard.source import Span
from storyboard.timing import seconds

CODE = "SB311"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
_LATIN = ("en", "default")  # scripts that do not tell the language


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """What the model makes the clip without: the times of its shots, the seed, the sound, a language."""
    profile = facts.profile
    if profile.shots.style == "ordered" and len(clip.shots) > 1 and clip.timed and clip.sound:
        yield from _times(clip, facts)
    seed = clip.settings.get("seed")
    if seed is not None and profile.seed is not None and profile.seed.kind == "similar":
        yield Finding(
            f"`seed` is {seed.value}, and an equal seed makes a clip of `{profile.model}` that is only similar",
            seed.span,
            "rely on the seed for no second take, or name another model",
            lost=LostPart("seed", str(seed.value)),
        )
    if not profile.sounds:
        yield from _sound(clip, facts)
    elif profile.sound is not None and profile.sound.languages:
        yield from _languages(clip, profile.sound.languages, facts)


def check_request(rendered: RenderedClip, facts: Facts) -> Iterator[Finding]:
    """The overview and the closing text where the model's own template has no place for them."""
    clip, prompt = rendered.clip, rendered.prompt
    if facts.template or "template" in clip.settings:
        return  # what stands in the prompt is the writer's choice
    kinds: tuple[tuple[What, Text, Iterable[Span]], ...] = (
        ("overview", clip.overview, (stretch.span for stretch in prompt.map)),
        ("closing", clip.closing, (stretch.span for stretch in reversed(prompt.map))),
    )
    for what, text, spans in kinds:
        starts = {(piece.span.path, piece.span.start) for piece in text.pieces if piece.text.strip()}
        if starts and not any((span.path, span.start) in starts for span in spans):
            place = next(piece.span for piece in text.pieces if piece.text.strip())
            yield Finding(
                f"the prompt of `{facts.profile.model}` has no place for the "
                f"{'overview' if what == 'overview' else 'closing text'}",
                place,
                "say it in the words of a shot, or name another model",
                binding=True,
                lost=LostPart(what, text.value),
                level=Level.ERROR,
            )


def _times(clip: Clip, facts: Facts) -> Iterator[Finding]:
    times = [f"{seconds(shot.start or 0)}-{seconds(shot.end or 0)}s" for shot in clip.shots]
    yield Finding(
        f"the shots last {listed([seconds((shot.end or 0) - (shot.start or 0)) for shot in clip.shots])}s, "
        f"`{facts.profile.model}` is told their order and no times",
        span_of(clip.shots[0]),
        "expect the cuts where the model sets them, or name a model that reads times",
        lost=LostPart("times", ", ".join(times)),
    )


def _sound(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """What is to be heard in a clip without sound: speech, and the fields of sound and music."""
    heard = [(speech.words.value, speech.span) for shot in clip.shots for speech in shot.dialogue]
    heard += [line for shot in clip.shots for line in quoted(shot.action)]
    heard += [
        (field.text.value, field.span)
        for shot in clip.shots
        for field in shot.fields
        if field.key in ("sound", "music") and field.text.value
    ]
    if heard:
        words, span = min(heard, key=lambda line: line[1].start)
        yield Finding(
            f"`{words[:40]}{'…' * (len(words) > 40)}` is to be heard, `{facts.profile.model}` makes silent clips",
            span,
            "add the sound when you cut the film, or name a model that makes it",
            lost=LostPart("sound", "\n".join(words for words, _ in heard)),
        )


def _languages(clip: Clip, known: tuple[str, ...], facts: Facts) -> Iterator[Finding]:
    """The speech in another language than the model speaks, where its script or the story says which that is."""
    from storyboard.profiles.speech import guess, spoken_language  # few models speak only some languages

    named = spoken_language(clip)
    by_language: dict[str, list[tuple[str, Span]]] = {}
    for shot in clip.shots:
        spoken = ((speech.words.value, speech.span) for speech in shot.dialogue)
        for words, span in (*spoken, *quoted(shot.action)):
            script = guess(words)
            language = named if script in _LATIN else script
            if language and language not in known:
                by_language.setdefault(language, []).append((words, span))
    for language, lines in by_language.items():
        yield Finding(
            f"the speech is in `{language}`, `{facts.profile.model}` speaks {listed([f'`{tag}`' for tag in known])}",
            lines[0][1],
            "write the speech in a language that the model speaks, or name another model",
            lost=LostPart("language", "\n".join(words for words, _ in lines)),
        )
