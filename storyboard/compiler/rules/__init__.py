"""The rules: one mistake, one code, one file, found by scan. A rule's module docstring is its `explain` page.

A rule module has `CODE`, `LEVEL`, `SINCE`, optionally `IGNORABLE` and `AFTER`, and at most one check:
`check_story(facts)` sees the story as resolved, `check_clip(clip, facts)` each clip as laid out, and
`check_request(made, facts)` each clip with its prompt, `check_all(mades, facts)` all of these. A module without a
check documents what a pass reports.
"""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from storyboard.compiler.render import Prompt
from storyboard.compiler.request import Request
from storyboard.config import Limits
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip, Story
from storyboard.profiles import Profile
from storyboard.source import Files, Source


class Facts(msgspec.Struct, frozen=True):
    """What every rule may look at: the story, its clips, the model, the files and the texts that were read.

    `named` says that the story, the configuration or a flag names the model; `strict`, that warnings are errors.
    `limits` is what the compiler takes on.
    """

    story: Story
    clips: tuple[Clip, ...]
    profile: Profile
    named: bool
    files: Files
    sources: dict[str, Source]
    strict: bool = False
    limits: Limits = Limits()


class RenderedClip(msgspec.Struct, frozen=True):
    """A clip with its prompt and the request of its first take."""

    clip: Clip
    prompt: Prompt
    request: Request


class Rule(msgspec.Struct, frozen=True):
    """One rule: its code, its name (the mistake), its level, and its check at one stage or none.

    `after` names codes, or beginnings of codes: where one of them was found in the same clip this rule stays quiet.
    """

    code: str
    name: str
    level: Level
    since: str
    ignorable: bool
    summary: str
    doc: str
    after: tuple[str, ...]
    check_story: Callable[[Facts], Iterable[Finding]] | None
    check_clip: Callable[[Clip, Facts], Iterable[Finding]] | None
    check_request: Callable[[RenderedClip, Facts], Iterable[Finding]] | None
    check_all: Callable[[tuple[RenderedClip, ...], Facts], Iterable[Finding]] | None


def _rule(name: str) -> Rule:
    module: Any = importlib.import_module(f"{__name__}.{name}")
    doc = (module.__doc__ or "").strip()
    return Rule(
        code=module.CODE,
        name=name.replace("_", "-"),
        level=module.LEVEL,
        since=module.SINCE,
        ignorable=getattr(module, "IGNORABLE", False),
        summary=doc.partition("\n")[0],
        doc=doc,
        after=tuple(getattr(module, "AFTER", ())),
        check_story=getattr(module, "check_story", None),
        check_clip=getattr(module, "check_clip", None),
        check_request=getattr(module, "check_request", None),
        check_all=getattr(module, "check_all", None),
    )


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    return tuple(sorted((_rule(name) for name in names if name[0] != "_"), key=lambda rule: rule.code))


@cache
def by_code() -> dict[str, Rule]:
    """The rules by their code."""
    return {rule.code: rule for rule in all_rules()}


def chosen(word: str) -> tuple[Rule, ...]:
    """The rules that a name, a code or the beginning of a code (`SB2`) means; none where nothing fits."""
    if word.upper().startswith("SB"):
        return tuple(rule for rule in all_rules() if rule.code.startswith(word.upper()))
    return tuple(rule for rule in all_rules() if rule.name == word.lower())


class ByClip:
    """The codes found so far in each clip: by a finding's clip number, or by its place where it has none."""

    def __init__(self, clips: tuple[Clip, ...], findings: Iterable[Finding]) -> None:
        self._codes: dict[int, set[str]] = {clip.index: set() for clip in clips}
        self._starts = [(clip.span.start, clip.index) for clip in clips]
        self._clips = {clip.index: clip for clip in clips}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Count a finding for the clip that it concerns, or for each piece of a clip that was cut."""
        if finding.clip:
            self._codes.setdefault(finding.clip, set()).add(finding.code)
            return
        # Pieces of one clip share their span; they stand next to each other.
        at = bisect_right(self._starts, (finding.span.start, len(self._starts) + 1)) - 1
        first = self._starts[at][0] if at >= 0 else -1
        while at >= 0 and self._starts[at][0] == first:
            clip = self._clips[self._starts[at][1]]
            if finding.span.path == clip.span.path and finding.span.start <= clip.span.end:
                self._codes[clip.index].add(finding.code)
            at -= 1

    def codes(self, clip: Clip) -> set[str]:
        """The codes found in a clip."""
        return self._codes[clip.index]


def check_story(facts: Facts, codes: Container[str] | None = None) -> Iterator[Finding]:
    """The findings of the rules of some codes, usually all, that look at the whole story."""
    for rule in all_rules():
        if rule.check_story is not None and (codes is None or rule.code in codes):
            for finding in rule.check_story(facts):
                yield _coded(finding, rule)


def check_clip(clip: Clip, facts: Facts, before: ByClip) -> Iterator[Finding]:
    """The findings of all rules that look at a laid-out clip; they are added to those `before`."""
    codes = before.codes(clip)
    for rule in all_rules():
        if rule.check_clip is None or (rule.after and any(code.startswith(rule.after) for code in codes)):
            continue
        for finding in rule.check_clip(clip, facts):
            reported = msgspec.structs.replace(_coded(finding, rule), clip=clip.index)
            before.add(reported)
            yield reported


def check_request(rendered: RenderedClip, facts: Facts) -> list[Finding]:
    """The findings of all rules that look at a clip's prompt and request."""
    return [
        msgspec.structs.replace(_coded(finding, rule), clip=rendered.clip.index)
        for rule in all_rules()
        if rule.check_request is not None
        for finding in rule.check_request(rendered, facts)
    ]


def check_all(rendered: tuple[RenderedClip, ...], facts: Facts) -> list[Finding]:
    """The findings of all rules that compare the requests of a story with each other."""
    return [
        _coded(finding, rule)
        for rule in all_rules()
        if rule.check_all is not None
        for finding in rule.check_all(rendered, facts)
    ]


def _coded(finding: Finding, rule: Rule) -> Finding:
    return finding if finding.code else msgspec.structs.replace(finding, code=rule.code)
