"""The rules: one mistake, one code, one file, found by scan. A rule's module docstring is its `explain` page.

A rule module has `CODE`, `LEVEL`, `SINCE`, optionally `IGNORABLE`, `AFTER`, and what it does not speak without,
`SETTINGS`, `SIGNS` and `UNEVEN`, for which see `Rule`; and at most one check: `check_story(facts)` sees the story as
resolved, `check_clip(clip, facts)` each clip as laid out, `check_request(made, facts)` each clip with its prompt, and
`check_all(mades, facts)` all of these. A module without a check documents what a pass reports.

A `check_story` that holds clips against each other, or counts what all of them have, has a `noticed(facts)` beside it:
so the editor knows whether an edit inside one clip may change what the rule says of the others. Where it speaks of
single clips too, and finds that in a clip alone, `IN_CLIP` says so.
"""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import msgspec

from storyboard.compiler.render import Prompt
from storyboard.compiler.request import Request
from storyboard.compiler.rules._table import TABLE
from storyboard.config import Limits
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip, Story
from storyboard.profiles import Profile, durations
from storyboard.source import Files, Source
from storyboard.system.modules import modules

STAGES = ("story", "clip", "request", "all")


class Facts(msgspec.Struct, frozen=True):
    """What every rule may look at: the story, its clips, the model, the files and the texts that were read.

    `named` says that the story, the configuration or a flag names the model; `strict`, that warnings are errors.
    `limits` is what the compiler takes on, `template` the prompt template that the configuration names. Where the story
    is one of its clips alone, `before` is how many shots stand in the clips before it, and `stretch` where it stands.
    """

    story: Story
    clips: tuple[Clip, ...]
    profile: Profile
    named: bool
    files: Files
    sources: dict[str, Source]
    strict: bool = False
    limits: Limits = Limits()
    template: str = ""
    before: int = 0
    stretch: tuple[int, int] | None = None

    def texts(self) -> Iterator[tuple[Source, str, int]]:
        """What is looked through letter by letter: each file's text, or the clip's alone, with where that begins."""
        if self.stretch is not None:
            source, (start, end) = self.sources[self.story.path], self.stretch
            yield source, source.text[start:end], start
            return
        yield from ((source, source.text, 0) for source in self.sources.values())


class RenderedClip(msgspec.Struct, frozen=True):
    """A clip with its prompt and the request of its first take, None where the model cannot do what it asks for."""

    clip: Clip
    prompt: Prompt
    request: Request | None


class Rule(msgspec.Struct, frozen=True):
    """One rule: its code, its name (the mistake), its level, and the stages at which it looks, none or more.

    `after` names codes, or beginnings of codes: where one of them was found in the same clip this rule stays quiet.
    `settings` are those that it speaks of: where none of them is set it has nothing to say, and is not imported. Nor
    has it where no text has one of its `signs`, or, if it is `uneven`, where the shots fill their clips in whole steps.
    """

    code: str
    name: str
    level: Level
    since: str
    ignorable: bool
    summary: str
    after: tuple[str, ...]
    settings: frozenset[str]
    signs: frozenset[str]
    uneven: bool
    stages: tuple[str, ...]

    @property
    def doc(self) -> str:
        """The rule's page: what the mistake is, an example of it, and one without."""
        return (_module(self.name).__doc__ or "").strip()


def _module(name: str) -> Any:
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def read_rule(name: str) -> Rule:
    """The rule of a module of that name, which is imported."""
    module = _module(name)
    return Rule(
        code=module.CODE,
        name=name.replace("_", "-"),
        level=module.LEVEL,
        since=module.SINCE,
        ignorable=getattr(module, "IGNORABLE", False),
        summary=(module.__doc__ or "").strip().partition("\n")[0],
        after=tuple(getattr(module, "AFTER", ())),
        settings=frozenset(getattr(module, "SETTINGS", ())),
        signs=frozenset(getattr(module, "SIGNS", ())),
        uneven=getattr(module, "UNEVEN", False),
        stages=tuple(stage for stage in STAGES if hasattr(module, f"check_{stage}")),
    )


def _rule(name: str) -> Rule:
    """The rule of a name: a shipped one from the table, one that was added from its module."""
    row = TABLE.get(name)
    if row is None:
        return read_rule(name)
    code, level, since, ignorable, summary, after, settings, signs, uneven, stages = row
    known = code, name.replace("_", "-"), Level(level), since, ignorable, summary, after
    return Rule(*known, frozenset(settings), frozenset(signs), uneven, stages)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    listed = [_rule(name) for name in modules(__path__) if name[0] != "_"]
    return tuple(sorted(listed, key=lambda rule: rule.code))


@cache
def _at(stage: str) -> tuple[Rule, ...]:
    """The rules that look at a stage, by code."""
    return tuple(rule for rule in all_rules() if stage in rule.stages)


@cache
def _check(name: str, stage: str) -> Callable[..., Iterable[Finding]]:
    """What a rule does at a stage."""
    check: Callable[..., Iterable[Finding]] = getattr(_module(name), f"check_{stage}")
    return check


@lru_cache(64)  # the clips of a story have the same few keys
def _of_clips(
    given: frozenset[str], signs: frozenset[str], even: bool
) -> tuple[tuple[Rule, Callable[..., Iterable[Finding]]], ...]:
    """The rules that look at a clip in which these keys are set, by code, each with what it does."""
    concerned = (rule for rule in _at("clip") if _concerned(rule, given, signs, even))
    return tuple((rule, _check(rule.name, "clip")) for rule in concerned)


@cache
def _signs() -> frozenset[str]:
    """The signs of all rules."""
    return frozenset(sign for rule in all_rules() for sign in rule.signs)


@cache
def by_code() -> dict[str, Rule]:
    """The rules by their code."""
    return {rule.code: rule for rule in all_rules()}


def chosen(word: str) -> tuple[Rule, ...]:
    """The rules that a name, a code or the beginning of a code (`SB2`) means; none where nothing fits."""
    if word.upper().startswith("SB"):
        return tuple(rule for rule in all_rules() if rule.code.startswith(word.upper()))
    return tuple(rule for rule in all_rules() if rule.name == word.lower())


@cache
def whole() -> frozenset[str]:
    """The codes of the rules that hold clips against each other."""
    return frozenset(rule.code for rule in _at("story") if hasattr(_module(rule.name), "noticed"))


@cache
def apart() -> frozenset[str]:
    """The codes of the rules that look at the story and say of a clip alone what they say of it there."""
    by_clip = (
        rule for rule in _at("story") if rule.code not in whole() or getattr(_module(rule.name), "IN_CLIP", False)
    )
    return frozenset(rule.code for rule in by_clip)


@cache
def together() -> frozenset[str]:
    """The codes of those that say nothing of a clip alone."""
    return whole() - apart()


def noticed(facts: Facts, codes: Iterable[str]) -> dict[str, frozenset[str] | None]:
    """What some of the `whole` rules rest on in these clips, by their codes.

    As long as all clips together have the same, each such rule says the same. None where all words matter.
    """
    return {code: _module(by_code()[code].name).noticed(facts) for code in codes}


class ByClip:
    """The codes found so far in each clip: by a finding's clip number, or by its place where it has none.

    `faults` are those of them that are not its model's: the clip would have them with any model.
    """

    def __init__(self, clips: tuple[Clip, ...], findings: Iterable[Finding]) -> None:
        self._signs: frozenset[str] | None = None
        self._codes: dict[int, set[str]] = {clip.index: set() for clip in clips}
        self._faults: dict[int, set[str]] = {clip.index: set() for clip in clips}
        self._starts = [(clip.span.start, clip.index) for clip in clips]
        self._clips = {clip.index: clip for clip in clips}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Count a finding for the clip that it concerns, or for each piece of a clip that was cut."""
        for index in self.indexes(finding):
            self._codes.setdefault(index, set()).add(finding.code)
            if finding.lost is None:
                self._faults.setdefault(index, set()).add(finding.code)

    def indexes(self, finding: Finding) -> Iterator[int]:
        """The numbers of the clips that a finding concerns, none where it stands above them."""
        if finding.clip:
            yield finding.clip
            return
        # Pieces of one clip share their span; they stand next to each other.
        at = bisect_right(self._starts, (finding.span.start, len(self._starts) + 1)) - 1
        first = self._starts[at][0] if at >= 0 else -1
        while at >= 0 and self._starts[at][0] == first:
            clip = self._clips[self._starts[at][1]]
            if finding.span.path == clip.span.path and finding.span.start <= clip.span.end:
                yield clip.index
            at -= 1

    def codes(self, clip: Clip) -> set[str]:
        """The codes found in a clip."""
        return self._codes[clip.index]

    def faults(self, clip: Clip) -> set[str]:
        """The codes found in a clip that are no limits of its model."""
        return self._faults[clip.index]

    def signs(self, facts: Facts) -> frozenset[str]:
        """The signs that the texts of the clips may hold."""
        if self._signs is None:
            self._signs = _signs_in(facts)
        return self._signs


def check_story(facts: Facts, codes: Container[str] | None = None) -> Iterator[Finding]:
    """The findings of the rules of some codes, usually all, that look at the whole story."""
    given, signs, even = _keys_set(facts), _signs_in(facts), _all_even(facts)
    for rule in _at("story"):
        if (codes is None or rule.code in codes) and _concerned(rule, given, signs, even):
            for finding in _check(rule.name, "story")(facts):
                yield _coded(finding, rule)


def check_clip(clip: Clip, facts: Facts, before: ByClip) -> Iterator[Finding]:
    """The findings of all rules that look at a laid-out clip; they are added to those `before`."""
    codes = before.codes(clip)
    for rule, check in _of_clips(frozenset(clip.settings), before.signs(facts), _even(clip, facts.profile)):
        if codes and rule.after and any(code.startswith(rule.after) for code in codes):
            continue
        for finding in check(clip, facts):
            reported = msgspec.structs.replace(_coded(finding, rule), clip=clip.index)
            before.add(reported)
            yield reported


def check_request(rendered: RenderedClip, facts: Facts, before: ByClip) -> list[Finding]:
    """The findings of all rules that look at a clip's prompt and request."""
    codes = before.codes(rendered.clip)
    return [
        msgspec.structs.replace(_coded(finding, rule), clip=rendered.clip.index)
        for rule in _at("request")
        if not (codes and rule.after and any(code.startswith(rule.after) for code in codes))
        for finding in _check(rule.name, "request")(rendered, facts)
    ]


def check_all(rendered: tuple[RenderedClip, ...], facts: Facts) -> list[Finding]:
    """The findings of all rules that compare the requests of a story with each other."""
    return [_coded(finding, rule) for rule in _at("all") for finding in _check(rule.name, "all")(rendered, facts)]


def _keys_set(facts: Facts) -> set[str]:
    """The keys that are set anywhere in a story."""
    layers = [facts.story.settings, facts.story.overrides]
    layers += [part.settings for part in (*facts.story.scenes, *facts.clips)]
    return {key for layer in layers for key in layer}


def _signs_in(facts: Facts) -> frozenset[str]:
    """The signs of rules that the story's texts may hold: of one with a backslash or letters beyond ASCII, all."""
    flags = (value.text for value in facts.story.variables.values() if not value.span.end)
    texts = [*(source.text for source in facts.sources.values()), *flags]
    if any(not text.isascii() or "\\" in text for text in texts):
        return _signs()
    return frozenset(sign for sign in _signs() if any(sign in text for text in texts))


def _even(clip: Clip, profile: Profile) -> bool:
    """Whether the shots fill what is paid for, each from one step of the model to another, as the marks say."""
    step = profile.shots.step_ms
    if not (clip.sound and clip.planned == clip.duration and profile.shots.style == "timed"):
        return False
    for shot in clip.shots:
        mark = shot.mark
        if mark is None or mark.form != "range" or mark.clocks or mark.stated is not None:
            return False
        if mark.start != shot.start or mark.end != shot.end or (mark.end or 0) % step:
            return False
    return (clip.planned or 0) <= durations(profile)[-1]


def _all_even(facts: Facts) -> bool:
    """Whether all shots of a story are in clips that are even."""
    written = sum(len(clip.shots) for clip in facts.story.script.clips)
    even = all(_even(clip, facts.profile) for clip in facts.clips)
    return even and written == sum(len(clip.shots) for clip in facts.clips)


def _concerned(rule: Rule, given: Iterable[str], signs: frozenset[str], even: bool) -> bool:
    """Whether a rule may have something to say where these settings are given, and these signs."""
    return (
        (not rule.settings or not rule.settings.isdisjoint(given))
        and (not rule.signs or not rule.signs.isdisjoint(signs))
        and not (rule.uneven and even)
    )


def _coded(finding: Finding, rule: Rule) -> Finding:
    return finding if finding.code else msgspec.structs.replace(finding, code=rule.code)
