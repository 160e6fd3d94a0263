"""An edit inside one clip, or in the front matter: what was edited is compiled alone, and all else moves with the text.

So there are two questions. What the edited clip has wrong is known at once; of the front matter it is known of what
stands there and of the first clip. Whether the rest of the story is as it was is asked when there is time: the old text
of the clip is compiled too, and where that comes to anything else than the whole compile did, or where the clip says
something anew that others may rest on, the whole text has to be compiled.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from storyboard.compiler import rules
from storyboard.compiler.above import Above, read_above
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
    rendered: tuple[RenderedClip, ...]
    noticed: frozenset[str]
    telling: frozenset[str]

    @property
    def is_marked(self) -> bool:
        """Whether it has a shot whose mark is none that was missed."""
        return any(shot.row.kind != "NEAR_MISS" for shot in self.script.shots)


class Alone(msgspec.Struct, frozen=True):
    """One clip compiled by itself: the findings in its lines, and all others, as of the story's settings."""

    at: int
    script: Script
    facts: Facts
    rendered: tuple[RenderedClip, ...]
    inside: tuple[Finding, ...]
    outside: tuple[Finding, ...]


class _Before(msgspec.Struct, frozen=True):
    """The story before an edit: its text, the findings where it was edited, and whether those elsewhere can move."""

    whole: WholeStory
    source: Source
    files: Files
    start: int
    end: int
    findings: tuple[Finding, ...]
    movable: bool


class Edited:
    """A story between two edits.

    `diagnostics` are true of what was edited last. They are those of the whole text where `settles` says so.
    """

    def __init__(self, whole: WholeStory, config: Config, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        facts = whole.facts
        self.source = facts.sources[facts.story.path]
        self._whole, self._config, self._findings = whole, config, whole.findings
        script = facts.story.script
        # A story may have shots above its first heading; what is edited there is compiled whole.
        self._skipped = script.clips[0].heading is None
        self._starts: list[int] = [clip.heading.start for clip in script.clips if clip.heading is not None]
        self._shots = [len(scene.shots) for scene in facts.story.scenes]
        # The pieces of a clip that was cut are compiled together. Front matter that is open may end at any line.
        is_open = script.front is None and self.source.text.startswith("---")
        self._is_due = is_open or any(clip.part for clip in facts.clips)
        self._ignores = (*script.ignores, *whole.reading.ignores)
        self._parts: list[ClipPart] = []
        self._noticed, self._telling = Counter[str](), Counter[str]()
        self._above: ClipPart | None = None
        self._of_whole: dict[str, frozenset[str] | None] = {}
        self._last: Alone | None = None
        self._asked: Callable[[], bool] | None = None
        self._settled = True

    @property
    def sources(self) -> dict[str, Source]:
        """Every text that was read, by path."""
        return {**self._whole.facts.sources, self.source.path: self.source}

    def settles(self) -> bool:
        """Whether the diagnostics are those that a compile of the whole text gives; else it is due."""
        if self._asked is not None:
            with collector.paused():
                asked, self._asked = self._asked, None
                self._settled = asked()
        return self._settled

    def edit(self, text: str, files: Files, starts: list[int] | None = None) -> bool:
        """Take up the story's new text; False where it has to be compiled whole, and nothing has changed here.

        `starts` are the offsets of its lines, where they are known.
        """
        self.settles()
        with collector.paused():
            source, old = Source(self.source.path, text), self.source
            if starts is not None:
                source.starting(starts)
            if (old.bom, old.newline) != (source.bom, source.newline) or not self._starts or self._is_due:
                return False
            first, last = common(old.text, source.text)
            edit = Moved(source.path, first, last, len(source.text) - len(old.text))
            if last <= self._starts[0] and first < self._starts[0]:
                fits = not self._skipped and self._fits(source, 0, self._starts[0] + edit.by)
                return fits and self._edit_above(source, edit, files)
            at = self._place(source, first, last)
            fits = at is not None and self._fits(source, self._starts[at], self._end(at) + edit.by)
            return at is not None and fits and self._edit(source, at, edit, files)

    def _fits(self, source: Source, start: int, end: int) -> bool:
        """Whether nothing is to be said of the letters of a stretch, nor of how long the text is."""
        limits, stretch = self._config.limits, source.text[start:end]
        # Each line may have one byte more in the file, and the first three.
        size = len(source.text if source.text.isascii() else source.text.encode("utf-8", "surrogatepass"))
        if size + source.line_count + 3 > limits.file_bytes or source.line_count > limits.lines:
            return False
        # Half of a line end, which would be taken for a whole one.
        if "\r" in stretch:
            return False
        data = stretch.encode("utf-8", "surrogatepass")
        return not read_text(source.path, data, limits.file_bytes, limits.line, limits.lines)[1]

    def _place(self, source: Source, first: int, last: int) -> int | None:
        """The clip with a heading that an edit lies in; None where it is in several."""
        old, new = self.source, source
        at = bisect_right(self._starts, first) - 1
        if at < 0:
            return None
        end = self._end(at)
        # The next heading must still begin its line.
        behind = end + len(new.text) - len(old.text)
        parted = end == len(old.text) or (last < end and new.text[behind - 1 : behind] == "\n")
        return at if last <= end and parted else None

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self.source.text)

    def _edit(self, source: Source, at: int, edit: Moved, files: Files) -> bool:
        start, end = self._starts[at], self._end(at)
        new = self._alone(self._whole, source, at, start, end + edit.by, files)
        if new is None:
            return False
        clip = Moved(source.path, start, end, edit.by)
        inside: list[Finding] = []
        kept: list[Finding] = []
        movable = True
        for finding in self._findings:
            if clip.inside(finding.span):
                inside.append(finding)
                if finding.code not in rules.together():
                    continue
            else:
                movable = movable and clip.finding(finding) is not None and not self._points(finding)
            moved = edit.finding(finding)
            if moved is not None:
                kept.append(moved)
        before = _Before(self._whole, self.source, files, start, end, tuple(inside), movable)
        lines = source.line_count - self.source.line_count
        ignores = (clip.ignore(ignore, lines) for ignore in self._ignores)
        self._ignores = (*(ignore for ignore in ignores if ignore is not None), *new.script.ignores)
        self._starts[at + 1 :] = [other + edit.by for other in self._starts[at + 1 :]]
        self._shots[at + self._skipped] = len(new.facts.story.scenes[0].shots)
        self._take_up(source, (*kept, *new.inside), partial(self._stays, before, new))
        return True

    def _edit_above(self, source: Source, edit: Moved, files: Files) -> bool:
        """Take up an edit in the front matter.

        What stands there is said by the passes that read it and by the rules that look at a clip, the first one here.
        """
        start, end = self._starts[0], self._end(0)
        above = read_above(self._whole, source, edit.by, files, self._config)
        if above is None:
            return False
        new = self._alone(above.whole, source, 0, start + edit.by, end + edit.by, files)
        if new is None:
            return False
        again: list[Finding] = []
        kept: list[Finding] = []
        movable = True
        for finding in self._findings:
            here = finding.span.path != source.path or finding.span.start < end
            if here and finding.code not in rules.together() and finding.clip in (0, 1):
                again.append(finding)
                continue
            moved = edit.finding(finding)
            if moved is None:
                movable = False
            else:
                kept.append(moved)
        before = _Before(self._whole, self.source, files, start, end, tuple(again), movable)
        lines = source.line_count - self.source.line_count
        ignores = (edit.ignore(ignore, lines) for ignore in self._ignores)
        self._ignores = tuple(ignore for ignore in ignores if ignore is not None)
        self._starts = [other + edit.by for other in self._starts]
        self._whole = above.whole
        findings = (*above.findings, *new.outside, *new.inside, *kept)
        self._take_up(source, findings, partial(self._stays_below, before, above, new, edit))
        return True

    def _points(self, finding: Finding) -> bool:
        """Whether a finding that several clips make together points at one of them, which may be another one then."""
        return finding.code in rules.whole() and any(note.span.start >= self._starts[0] for note in finding.related)

    def _take_up(self, source: Source, findings: tuple[Finding, ...], asked: Callable[[], bool]) -> None:
        """The text and its findings, and what is to be asked of all else, unless the whole is due anyway."""
        self.source, self._findings = source, findings
        if self._settled:
            self._asked = asked
        self.diagnostics = judged(Bag(findings), self._ignores, self._config, self.sources)

    # ---- one clip by itself --------------------------------------------------------------------------------------

    def _alone(self, whole: WholeStory, source: Source, at: int, start: int, end: int, files: Files) -> Alone | None:
        """A clip compiled alone; None where it is no longer one clip."""
        limits, story = self._config.limits, whole.facts.story
        section = read_section(source, start, end, shots=limits.shots)
        if section is None:
            return None
        script, faults = section
        place = at + self._skipped
        sources = {**whole.facts.sources, source.path: source}
        reading = replace(whole.reading, files=files, sources=sources, bag=Bag(faults), ignores=[])
        scene = read_scene(reading, source, script.clips[0], whole.scope, place + 1)
        script = replace(script, front=story.script.front)
        here = replace(story, scenes=(scene,), script=script)
        clips = clips_of(here, whole.facts.profile, place + 1)
        if any(clip.part for clip in clips):
            return None
        facts = replace(
            whole.facts,
            story=here,
            clips=clips,
            files=files,
            sources=sources,
            before=sum(self._shots[:place]),
            stretch=(start, end),
        )
        _, rendered = compile_clips(reading, facts, self._config, Options(), [], rules.apart())
        inside, outside = list[Finding](), list[Finding]()
        for finding in reading.bag:
            span = finding.span
            (inside if span.path == source.path and start <= span.start and span.end <= end else outside).append(
                finding
            )
        return Alone(at, script, facts, rendered, tuple(inside), tuple(outside))

    def _part(self, facts: Facts, rendered: Sequence[RenderedClip]) -> ClipPart:
        """What of the facts of one clip counts for the others."""
        story, cast = facts.story, facts.story.cast
        own = rules.noticed(facts, self._whole_rules())
        languages, used = fields.telling(facts.sources[story.path], story.script, cast)
        return ClipPart(
            script=story.script.clips[0],
            scene=story.scenes[0],
            rendered=tuple(rendered),
            # Where all words matter the clip has a word that no other one has.
            noticed=frozenset(
                f"{code} {name}" for code, names in own.items() for name in (names if names is not None else ("",))
            ),
            telling=frozenset([*(f"tag {tag}" for tag in languages), *(f"word {word}" for word in used)]),
        )

    def _whole_rules(self) -> list[str]:
        """The rules that hold clips against each other and have noticed anything in this story."""
        return [code for code, names in self._of_whole.items() if names]

    # ---- what counts for the others ------------------------------------------------------------------------------

    def _begin(self, whole: WholeStory) -> bool:
        """Whether clips can be compiled alone in this story; before its first edit all of them are looked at."""
        if self._parts:
            return True
        facts = whole.facts
        self._of_whole = rules.noticed(facts, rules.whole())
        if None in self._of_whole.values():
            return False
        rendered = {clip.clip.index: clip for clip in whole.rendered}
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

    def _stays(self, old: _Before, new: Alone) -> bool:
        """Whether all other clips, and what is said of several of them, stay as they are after an edit in a clip."""
        at = new.at
        if not old.movable or not self._begin(old.whole):
            return False
        known = self._last
        if known is None or known.at != at:
            known = self._alone(old.whole, old.source, at, old.start, old.end, old.files)
        if known is None or set(_keys(old.findings)) != set(_keys(known.inside)):
            return False
        before, after = self._parts[at], self._part(new.facts, new.rendered)
        if len(before.scene.shots) != len(after.scene.shots) or set(_keys(known.outside)) != set(_keys(new.outside)):
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
        if not after.is_marked and not any(part.is_marked for part in self._all() if part is not before):
            return False
        # What no clip has by itself, a clip may have together with the one beside it.
        head = old.whole.facts.story.script.head if at == 0 else ()
        script = replace(new.script, head=head, clips=tuple(part.script for part in beside))
        story = replace(new.facts.story, scenes=tuple(part.scene for part in beside), script=script)
        window = replace(new.facts, story=story)
        quiet = [code for code, names in self._of_whole.items() if not names]
        if any(names is None or names for names in rules.noticed(window, quiet).values()):
            return False
        rendered = (clip for part in self._all() for clip in (part if part is not before else after).rendered)
        if rules.check_all(tuple(rendered), new.facts):
            return False
        for counter, gone, come in (
            (self._noticed, before.noticed, after.noticed),
            (self._telling, before.telling, after.telling),
        ):
            counter.subtract(gone)
            counter.update(come)
        self._parts[at], self._last = after, new
        return True

    def _stays_below(self, old: _Before, above: Above, new: Alone, edit: Moved) -> bool:
        """Whether all clips stay as they are after an edit in the front matter, the first one to be seen."""
        was = read_above(old.whole, old.source, 0, old.files, self._config)
        if was is None or was.meaning != above.meaning or not old.movable or not self._begin(old.whole):
            return False
        known = self._alone(old.whole, old.source, 0, old.start, old.end, old.files)
        if known is None or [edit.finding(finding) for finding in known.inside] != list(new.inside):
            return False
        self._last = new
        return set(_keys(old.findings)) == set(_keys((*was.findings, *known.outside, *known.inside)))


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
