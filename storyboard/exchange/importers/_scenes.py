"""The scenes of a screenplay as the clips of a draft: shots as they are marked, else by what is seen and said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot
from storyboard.exchange.screenplay.kept import comment
from storyboard.exchange.screenplay.reading import OVERVIEW, sayable
from storyboard.exchange.screenplay.records import Action, Item, NamedNote, SceneHeading, ShotNote, Spoken
from storyboard.exchange.screenplay.spelling import joins
from storyboard.exchange.screenplay.stories import ASKED, ASKED_SHOT
from storyboard.language import words
from storyboard.patterns import lazy
from storyboard.profiles.speech import estimate

_QUESTION = f"{ASKED}: each is an estimate by its words. Set them, then delete this line"
_LEAST, _MOST = 2000, 10_000  # milliseconds of a shot whose length nobody wrote
_SENTENCE = lazy(r"[^.!?…。！？]*+[.!?…。！？]*+[\"”»']?\s*+")
_NOTES = lazy(r"(?:[ \t]*+\[\[(?:(?!\]\])[^\n])*+\]\]++)++[ \t]*+")
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"))


class Block(msgspec.Struct, frozen=True):
    """A paragraph: the lines that are kept above it, what it says, and its lines where these are spelled as usual."""

    kept: tuple[str, ...]
    items: tuple[Item, ...]
    usual: tuple[str, ...] = ()


class _Shot:
    """A shot that is being read: its mark, where it is marked, what stands above it, and its lines."""

    def __init__(self, mark: ShotNote | None) -> None:
        self.mark = mark
        self.kept: list[str] = []
        self.lines: list[DraftLine] = []
        self.lasts = 0
        self.spoken = False

    def draft(self, *, estimated: bool) -> DraftShot:
        mark = self.mark or ShotNote()
        length = mark.length
        if estimated:
            length = max(_LEAST, -(-self.lasts // 1000) * 1000)
        return DraftShot(
            start=mark.start,
            end=mark.end,
            length=length,
            open=mark.open,
            title=mark.title,
            lines=tuple(self.lines),
            kept=tuple(self.kept),
            doubts=(f"{ASKED_SHOT}: write one, then delete this line",) if not estimated and self.mark is None else (),
        )


class _Scene:
    """A scene that is being read: its title, None before the first heading, and its blocks."""

    def __init__(self, title: str | None, kept: Sequence[str]) -> None:
        self.title = title
        self.kept = list(kept)
        self.blocks: list[Block] = []

    def clip(self) -> DraftClip:
        """The clip; a scene in which no shot is marked has one for each paragraph that is seen, with what is said."""
        items = list(chain.from_iterable(block.items for block in self.blocks))
        marks = [at for at, item in enumerate(items) if isinstance(item, ShotNote)]
        estimated = not marks
        # What stands above the first mark is the clip's, unless it is said there, or is a field of a shot.
        above = self.title is not None and bool(marks)
        above = above and all(isinstance(item, Action) for item in items[: marks[0]])
        reading = _Reading(estimated, above=above)
        for block in self.blocks:
            reading.block(block)
        shots = tuple(shot.draft(estimated=estimated) for shot in reading.shots)
        return DraftClip(
            title=self.title or "",
            unheaded=self.title is None,
            kept=tuple(self.kept),
            lines=tuple(reading.lines),
            shots=shots,
            doubts=(_QUESTION,) if estimated and shots else (),
        )


class _Reading:
    """Puts the blocks of a scene into its shots."""

    def __init__(self, estimated: bool, *, above: bool) -> None:
        self.estimated = estimated
        self.above = above
        self.lines: list[DraftLine] = []
        self.shots: list[_Shot] = []
        self.kept: list[str] = []  # lines whose place the next item tells
        self.before: Item | None = None

    def block(self, block: Block) -> None:
        """Take up a paragraph: the lines that are kept stand above its first item."""
        speeches = [item for item in block.items if isinstance(item, Spoken)] if self.estimated else []
        parts = any(len(list(_stretches(item.lines))) > 1 for item in speeches)
        kept = (*block.kept, *(block.usual if parts else ()))
        if kept and self.kept:
            self.kept.append(_GAP)
        self.kept += map(comment, kept)
        parted = not kept and self.before is not None and bool(block.items)
        if parted and self.before is not None and joins(self.before, block.items[0]):
            self.gap()
        for item in block.items:
            self.item(item)
        if not block.items:
            self.flush(self.place())
            self.before = None

    def item(self, item: Item) -> None:
        self.before = item
        if isinstance(item, ShotNote):
            self.shot(item)
        elif isinstance(item, NamedNote) and item.key == OVERVIEW:
            self.before = Action((f"[[{item.key}: {item.text}]]",))
            self.action(self.before)
        elif isinstance(item, NamedNote):
            if not self.shots:
                self.shot(None)
            self.flush(self.place())
            self.place().append(DraftLine(f"{item.key}: {item.text}", key=True))
        elif isinstance(item, Action):
            self.action(item)
        elif isinstance(item, Spoken):
            self.cue(item)

    def shot(self, mark: ShotNote | None) -> None:
        self.above = False
        shot = _Shot(mark)
        parted = bool(self.kept) and bool(self.place())
        shot.kept, self.kept = [*([_GAP] if parted else []), *self.kept], []
        self.shots.append(shot)

    def action(self, item: Action) -> None:
        noted = all(map(_NOTES.fullmatch, item.lines))  # nobody sees it, so it is no shot
        lasts = 0 if noted else estimate("\n".join(item.lines))[0]
        if not self.above and not noted and (not self.shots or (self.estimated and self.shots[-1].lines)):
            self.shot(None)
        place = self.place()
        if place and not place[-1].key and not place[-1].deep:
            self.gap()
        self.flush(place)
        place += [DraftLine(line, noted=True) for line in item.lines]
        if self.shots:
            self.shots[-1].lasts += min(lasts, _MOST)

    def cue(self, item: Spoken) -> None:
        for lines in _stretches(item.lines) if self.estimated else [item.lines]:
            lasts = sum(estimate("\n".join(lines))) // 2
            full = self.estimated and bool(self.shots) and self.shots[-1].lasts + lasts > _MOST
            if not self.shots or (full and self.shots[-1].lines):
                self.shot(None)
            place = self.place()
            self.flush(place)
            opener, closer = next((pair for pair in _QUOTES if pair[1] not in "".join(lines)), ("", ""))
            manner = f" ({item.manner})" if item.manner else ""
            said = [f"{opener}{lines[0]}", *lines[1:]]
            said[-1] += closer
            place.append(DraftLine(f"{item.name}{manner}: {said[0]}", key=True, noted=True))
            place += [DraftLine(line, deep=True, noted=True) for line in said[1:]]
            self.shots[-1].lasts += lasts

    def place(self) -> list[DraftLine]:
        return self.shots[-1].lines if self.shots else self.lines

    def gap(self) -> None:
        self.place().append(DraftLine(""))

    def flush(self, place: list[DraftLine]) -> None:
        """Put the lines that are kept where the next item stands; a blank line parts them from those above."""
        if self.kept and place and place[-1].text:
            place.append(DraftLine(""))
        place += [DraftLine(line, kept=bool(line)) for line in self.kept]
        self.kept = []


_GAP = ""


def _stretches(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """What somebody says, a speech that is longer than a shot may be in parts that end with sentences."""
    if sum(estimate("\n".join(lines))) // 2 <= _MOST:
        yield lines
        return
    part = ""
    for sentence in _SENTENCE.findall(" ".join(lines)):
        if part.strip() and sum(estimate(part + sentence)) // 2 > _MOST:
            yield [part.strip()]
            part = ""
        part += sentence
    if part.strip():
        yield [part.strip()]


def drafted(blocks: Sequence[Block], titles: Sequence[str], title: str) -> Draft:
    """The draft of a screenplay: its blocks in order, and the lines of its title page with the title they give."""
    scene = _Scene(None, ())
    scenes = [scene]
    overview: list[DraftLine] = []
    for block in blocks:
        at = next((at for at, item in enumerate(block.items) if isinstance(item, SceneHeading)), None)
        notes = [item for item in block.items if isinstance(item, NamedNote) and item.key == OVERVIEW]
        if notes and len(notes) == len(block.items) and not scene.blocks and len(scenes) == 1:
            overview += [DraftLine("")] if overview else []
            overview += [DraftLine(comment(line), kept=True) for line in block.kept]
            overview += [DraftLine(note.text, noted=True) for note in notes]
        elif at is None:
            scene.blocks.append(block)
        else:
            heading = block.items[at]
            assert isinstance(heading, SceneHeading)
            before, after = block.items[:at], block.items[at + 1 :]
            if before:
                scene.blocks.append(Block(block.kept, before))
            scene = _Scene(heading.title, () if before else [comment(line) for line in block.kept])
            scenes.append(scene)
            if after:
                scene.blocks.append(Block((), after))
    clips = [scene.clip() for scene in scenes]
    first = clips[0]
    kept = [comment(line) for line in titles]
    if not first.shots:
        if overview or any(line.noted for line in first.lines):
            overview += [*([DraftLine(_GAP)] if overview else []), *first.lines]
        else:
            kept += [*([_GAP] if kept and first.lines else []), *(line.text for line in first.lines)]
        clips = clips[1:]
    return Draft(
        settings={"title": title} if title else {},
        splits=True,
        cast=_cast(blocks),
        kept=tuple(kept),
        lines=tuple(overview),
        clips=tuple(clips),
    )


def _cast(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Who speaks, in the order of their first words; a narrator, whom nobody sees, is no member of the cast."""
    names = [item.name for block in blocks for item in block.items if isinstance(item, Spoken)]
    unseen = words.lookup("unseen")
    return tuple(dict.fromkeys(name for name in names if sayable(name) and words.fold(name) not in unseen))
