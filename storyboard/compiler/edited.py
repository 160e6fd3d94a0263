"""An edit inside one clip: that clip is compiled alone, and what was said of all else moves with the text.

So it is with an edit in the front matter that leaves the clips as they were: the first one is compiled alone, to see
that it stays. After an edit it says what a compile of the whole text says. Where an edit may change more than its clip
it says nothing, and the whole text is compiled. Before the new text of a clip is compiled, its old one is: where that
comes to anything else than the whole compile did, a rule looks beyond the clip.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from storyboard.compiler import rules
from storyboard.compiler.above import read_above
from storyboard.compiler.judge import judged
from storyboard.compiler.layout import fields
from storyboard.compiler.layout.clips import clips_of
from storyboard.compiler.layout.scenes import read_scene
from storyboard.compiler.moving import Moved, common
from storyboard.compiler.pipeline import Options, WholeStory, compile_clips
from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.config import Config
from storyboard.diagnostics import Bag, Diagnostic, Finding
from storyboard.language.story import Scene, Script, ScriptClip
from storyboard.language.syntax import read_text
from storyboard.language.syntax.script import read_section
from storyboard.source import Files, Source, Span
from storyboard.system import collector

_Key = tuple[str, Span, str]


class ClipPart(msgspec.Struct, frozen=True):
    """What of one clip as written counts for the others; where it stands in the text is out of date after an edit."""

    script: ScriptClip
    scene: Scene
    clips: int
    first: int
    before: int
    rendered: tuple[RenderedClip, ...]
    noticed: frozenset[str]
    telling: frozenset[str]

    @property
    def is_marked(self) -> bool:
        """Whether it has a shot whose mark is none that was missed."""
        return any(shot.row.kind != "NEAR_MISS" for shot in self.script.shots)


class Alone(msgspec.Struct, frozen=True):
    """One clip compiled by itself: the findings in its lines, and all others, as of the story's settings."""

    part: ClipPart
    script: Script
    facts: Facts
    inside: tuple[Finding, ...]
    outside: tuple[Finding, ...]


class Edited:
    """A story between two edits; `diagnostics` are those of its text as it is."""

    def __init__(self, whole: WholeStory, config: Config, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        self.source = whole.facts.sources[whole.facts.story.path]
        self._whole, self._config, self._findings = whole, config, whole.findings
        script = whole.facts.story.script
        # A story may have shots above its first heading; what is edited there is compiled whole.
        self._skipped = script.clips[0].heading is None
        self._starts: list[int] = [clip.heading.start for clip in script.clips if clip.heading is not None]
        self._ignores = (*script.ignores, *whole.reading.ignores)
        self._parts: list[ClipPart] = []
        self._noticed, self._telling = Counter[str](), Counter[str]()
        self._above: ClipPart | None = None
        self._of_whole: dict[str, frozenset[str] | None] = {}
        self._last: Alone | None = None

    @property
    def sources(self) -> dict[str, Source]:
        """Every text that was read, by path."""
        return {**self._whole.facts.sources, self.source.path: self.source}

    def edit(self, data: bytes, files: Files, starts: list[int] | None = None) -> bool:
        """Take up the story's new text; False where it has to be compiled whole, and nothing has changed here.

        `starts` are the offsets of its lines, where they are known.
        """
        with collector.paused():
            limits, path = self._config.limits, self.source.path
            source, wrong = read_text(path, data, limits.file_bytes, limits.line, limits.lines)
            if starts is not None:
                source.starting(starts)
            if wrong or (self.source.bom, self.source.newline) != (source.bom, source.newline) or not self._starts:
                return False
            first, last = common(self.source.text, source.text)
            if last <= self._starts[0] and first < self._starts[0]:
                return not self._skipped and self._begin() and self._edit_above(source, first, last, files)
            place = self._place(source, first, last)
            return place is not None and self._begin() and self._edit(source, *place, files)

    def _place(self, source: Source, first: int, last: int) -> tuple[int, int, int] | None:
        """The clip with a heading that an edit lies in, with where it starts and ends; None where it is in several."""
        old, new = self.source, source
        at = bisect_right(self._starts, first) - 1
        if at < 0:
            return None
        end = self._end(at)
        # The next heading must still begin its line.
        behind = end + len(new.text) - len(old.text)
        parted = end == len(old.text) or (last < end and new.text[behind - 1 : behind] == "\n")
        return (at, self._starts[at], end) if last <= end and parted else None

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self.source.text)

    def _edit(self, source: Source, at: int, start: int, end: int, files: Files) -> bool:
        by = len(source.text) - len(self.source.text)
        known = self._last
        if known is None or known.facts.story.scenes[0].index != at + 1 + self._skipped:
            known = self._alone(self.source, at, start, end, files)
        new = self._alone(source, at, start, end + by, files)
        if known is None or new is None or not self._stays(at, known, new):
            return False
        moved = Moved(source.path, start, end, by)
        elsewhere = [moved.finding(finding) for finding in self._findings if not moved.inside(finding.span)]
        held_before = sorted(_keys(finding for finding in self._findings if moved.inside(finding.span)), key=str)
        if None in elsewhere or held_before != sorted(_keys(known.inside), key=str):
            return False
        self._swap(at, known, new)
        self._findings = (*(finding for finding in elsewhere if finding is not None), *new.inside)
        lines = source.line_count - self.source.line_count
        kept = (moved.ignore(ignore, lines) for ignore in self._ignores)
        self._ignores = (*(ignore for ignore in kept if ignore is not None), *new.script.ignores)
        self._starts[at + 1 :] = [other + by for other in self._starts[at + 1 :]]
        self.source = source
        self.diagnostics = judged(Bag(self._findings), self._ignores, self._config, self.sources)
        return True

    def _edit_above(self, source: Source, first: int, last: int, files: Files) -> bool:
        """Take up an edit in the front matter after which all clips are what they were.

        What stands there is said by the passes that read it and by the rules that look at a clip, any of them.
        """
        by, start = len(source.text) - len(self.source.text), self._starts[0]
        old, new = read_above(self._whole, self.source, 0, files), read_above(self._whole, source, by, files)
        known = self._alone(self.source, 0, start, self._end(0), files)
        if old is None or new is None or known is None:
            return False
        moved = Moved(source.path, first, last, by)
        above: list[Finding] = []
        kept: list[Finding | None] = []
        for finding in self._findings:
            if finding.span.path == source.path and finding.span.start >= start:
                kept.append(moved.finding(finding))
            else:
                above.append(finding)
        if None in kept or set(_keys(above)) != set(_keys((*old.findings, *known.outside))):
            return False
        whole, self._whole = self._whole, new.whole
        alone = self._alone(source, 0, start + by, self._end(0) + by, files)
        inside = [moved.finding(finding) for finding in known.inside]
        if alone is None or inside != list(alone.inside):
            self._whole = whole
            return False
        lines = source.line_count - self.source.line_count
        self._findings = (*new.findings, *alone.outside, *(finding for finding in kept if finding is not None))
        ignores = (moved.ignore(ignore, lines) for ignore in self._ignores)
        self._ignores = tuple(ignore for ignore in ignores if ignore is not None)
        self._starts = [other + by for other in self._starts]
        self.source, self._last = source, None
        self.diagnostics = judged(Bag(self._findings), self._ignores, self._config, self.sources)
        return True

    # ---- one clip by itself --------------------------------------------------------------------------------------

    def _alone(self, source: Source, at: int, start: int, end: int, files: Files) -> Alone | None:
        whole, part = self._whole, self._parts[at]
        limits, story = self._config.limits, whole.facts.story
        section = read_section(source, start, end, shots=limits.shots)
        if section is None:
            return None
        script, faults = section
        sources = {**whole.facts.sources, source.path: source}
        reading = replace(whole.reading, files=files, sources=sources, bag=Bag(faults), ignores=[])
        scene = read_scene(reading, source, script.clips[0], whole.scope, part.scene.index)
        script = replace(script, front=story.script.front)
        here = replace(story, scenes=(scene,), script=script)
        clips = clips_of(here, whole.facts.profile, part.first)
        facts = replace(
            whole.facts,
            story=here,
            clips=clips,
            files=files,
            sources=sources,
            before=part.before,
            stretch=(start, end),
        )
        _, rendered = compile_clips(reading, facts, self._config, Options(), [], rules.apart())
        inside, outside = list[Finding](), list[Finding]()
        for finding in reading.bag:
            span = finding.span
            (inside if span.path == source.path and start <= span.start and span.end <= end else outside).append(
                finding
            )
        made_of = self._part(facts, rendered)
        return Alone(made_of, script, facts, tuple(inside), tuple(outside))

    def _part(self, facts: Facts, rendered: Sequence[RenderedClip]) -> ClipPart:
        """What of the facts of one clip counts for the others."""
        story, cast = facts.story, facts.story.cast
        own = rules.noticed(facts, self._whole_rules())
        languages, used = fields.telling(facts.sources[story.path], story.script, cast)
        return ClipPart(
            script=story.script.clips[0],
            scene=story.scenes[0],
            clips=len(facts.clips),
            first=facts.clips[0].index,
            before=facts.before,
            rendered=tuple(rendered),
            noticed=frozenset(f"{code} {name}" for code, names in own.items() for name in names or ()),
            telling=frozenset([*(f"tag {tag}" for tag in languages), *(f"word {word}" for word in used)]),
        )

    def _whole_rules(self) -> list[str]:
        """The rules that hold clips against each other and have noticed anything in this story."""
        return [code for code, names in self._of_whole.items() if names]

    # ---- what counts for the others ------------------------------------------------------------------------------

    def _begin(self) -> bool:
        """Whether clips can be compiled alone in this story; before its first edit all of them are looked at."""
        if self._parts:
            return True
        facts = self._whole.facts
        self._of_whole = rules.noticed(facts, rules.whole())
        if None in self._of_whole.values() or any(clip.part for clip in facts.clips):
            return False
        rendered = {clip.clip.index: clip for clip in self._whole.rendered}
        before = 0
        story = facts.story
        for index, (scene, clip) in enumerate(zip(story.scenes, story.script.clips, strict=True)):
            script = replace(story.script, head=(), clips=(clip,))
            here = replace(facts, story=replace(story, scenes=(scene,), script=script), before=before)
            here = replace(here, clips=(facts.clips[index],))
            self._parts.append(self._part(here, [rendered[index + 1]] if index + 1 in rendered else []))
            before += len(scene.shots)
        if self._skipped:
            self._above = self._parts.pop(0)
        for part in self._all():
            self._noticed.update(part.noticed)
            self._telling.update(part.telling)
        return True

    def _all(self) -> list[ClipPart]:
        return [*([self._above] if self._above is not None else []), *self._parts]

    def _stays(self, at: int, old: Alone, new: Alone) -> bool:
        """Whether all other clips, and what is said of several of them, stay as they are."""
        before, after = old.part, new.part
        if (before.clips, len(before.scene.shots)) != (after.clips, len(after.scene.shots)):
            return False
        if set(_keys(old.outside)) != set(_keys(new.outside)) or any(clip.part for clip in new.facts.clips):
            return False
        if not _same(self._noticed, before.noticed, after.noticed):
            return False
        if not _same(self._telling, before.telling, after.telling):
            return False
        beside = [
            *(_trimmed(part, last=True) for part in self._parts[max(at - 1, 0) : at]),
            after,
            *(_trimmed(part, last=False) for part in self._parts[at + 1 : at + 2]),
        ]
        if not after.is_marked and not any(part.is_marked for part in self._all() if part is not self._parts[at]):
            return False
        # What no clip has by itself, a clip may have together with the one beside it.
        head = self._whole.facts.story.script.head if at == 0 else ()
        script = replace(new.script, head=head, clips=tuple(part.script for part in beside))
        story = replace(new.facts.story, scenes=tuple(part.scene for part in beside), script=script)
        window = replace(new.facts, story=story)
        quiet = [code for code, names in self._of_whole.items() if not names]
        if any(names is None or names for names in rules.noticed(window, quiet).values()):
            return False
        rendered = (clip for part in self._all() for clip in (part if part is not self._parts[at] else after).rendered)
        return not rules.check_all(tuple(rendered), new.facts)

    def _swap(self, at: int, old: Alone, new: Alone) -> None:
        for counter, gone, come in (
            (self._noticed, old.part.noticed, new.part.noticed),
            (self._telling, old.part.telling, new.part.telling),
        ):
            counter.subtract(gone)
            counter.update(come)
        self._parts[at], self._last = new.part, new


def _trimmed(part: ClipPart, *, last: bool) -> ClipPart:
    """The last shot of a clip, or what stands above its second one: what touches the clip beside it."""
    script = part.script
    if last:
        head = () if script.shots else script.head
        return replace(part, script=replace(script, head=head, shots=script.shots[-1:]))
    return replace(part, script=replace(script, shots=script.shots[:1]))


def _same(counter: Counter[str], gone: frozenset[str], come: frozenset[str]) -> bool:
    """Whether all clips together have the same words after one of them has others."""
    lost, won = gone - come, come - gone
    return all(counter[word] > 1 for word in lost) and all(counter[word] > 0 for word in won)


def _keys(findings: Iterable[Finding]) -> list[_Key]:
    return [(finding.code, finding.span, finding.message) for finding in findings]
