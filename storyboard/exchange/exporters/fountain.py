"""The story as a screenplay in Fountain: the lines that were imported as they were, others as the format has them.

A line `//~ …` is written as it is; where it spells what the story says below it, only as long as the story says that.
"""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.screenplay.kept import FileForm, in_form
from storyboard.exchange.screenplay.reading import Paragraph, is_title_page, items_of, paragraphs, title_of, titles
from storyboard.exchange.screenplay.records import Item, ShotNote, Spoken, same
from storyboard.exchange.screenplay.shotnotes import spelled_shot
from storyboard.exchange.screenplay.spelling import spelled
from storyboard.exchange.screenplay.stories import Event, Gap, KeptLine, events


def render(compiled: Compiled) -> str:
    """The screenplay; times are notes, `[[SHOT 0-3s]]`, unless an import estimated them and still asks."""
    stream = list(events(compiled))
    form = next((event for event in stream if isinstance(event, FileForm)), FileForm())
    writer = _Writer([event for event in stream if not isinstance(event, FileForm)])
    return in_form(writer.text(compiled.title), form)


class _Writer:
    """Writes what stands in a story, event by event."""

    def __init__(self, stream: Sequence[Event]) -> None:
        self.stream = stream
        self.at: int = 0
        self.out: list[str] = []

    def text(self, title: str) -> str:
        self.front(title)
        while self.at < len(self.stream):
            if isinstance(self.stream[self.at], Gap):
                self.skip()
            elif isinstance(self.stream[self.at], KeptLine):
                self.kept(self.run())
            else:
                for lines in spelled(self.items()):
                    self.paragraph(lines)
        return "\n".join([*self.out, ""])

    def front(self, title: str) -> None:
        """The title page: the kept lines, those of the title anew where the story has another one."""
        self.skip()
        start = self.at
        run = self.run()
        if not is_title_page(run):
            self.at = start
            if title:
                self.paragraph([f"Title: {title}"])
            return
        end = next((at for at, line in enumerate(run) if not line.strip()), len(run))
        for key, lines in titles(run[:end]):
            changed = key == "title" and title and title_of(lines) != " ".join(title.split())
            self.out += [f"Title: {title}"] if changed else lines
        self.at = start + end

    def skip(self) -> None:
        """Goes past blank lines of the story."""
        while self.at < len(self.stream) and isinstance(self.stream[self.at], Gap):
            self.at += 1

    def run(self) -> list[str]:
        """The kept lines from here to what is none."""
        start = self.at
        while self.at < len(self.stream) and isinstance(self.stream[self.at], KeptLine):
            self.at += 1
        return [event.line for event in self.stream[start : self.at] if isinstance(event, KeptLine)]

    def items(self) -> list[Item]:
        """The items from here that no blank line and no kept line parts."""
        start = self.at
        while self.at < len(self.stream) and not isinstance(self.stream[self.at], Gap | KeptLine | FileForm):
            self.at += 1
        return [event for event in self.stream[start : self.at] if not isinstance(event, Gap | KeptLine | FileForm)]

    def kept(self, run: Sequence[str]) -> None:
        """Writes kept lines, but for those that spell what the story no longer says."""
        spelling: list[Paragraph] = []  # those that spell the items behind the run
        for part in paragraphs("\n".join([*run, ""])):
            if spelling and not items_of(part.lines):
                spelling = []
            if items_of(part.lines):
                spelling.append(part)
                continue
            self.lines(part)
        self.skip()
        start = self.at
        for first in range(len(spelling)):
            said = [item for part in spelling[first:] for item in items_of(part.lines)]
            note = self.stream[start] if start < len(self.stream) else None
            marked = isinstance(note, ShotNote) and not isinstance(said[0], ShotNote)  # a time that is new
            self.at = start + marked
            if self.consume(said):
                if marked and isinstance(note, ShotNote):
                    self.paragraph([spelled_shot(note)])
                for part in spelling[first:]:
                    self.lines(part)
                return
        self.at = start
        if spelling:
            self.out += spelling[0].above
            for anew in spelled(self.items(), [line for part in spelling for line in part.lines]):
                self.paragraph(anew)

    def lines(self, part: Paragraph) -> None:
        """Writes a kept paragraph and the blank lines above it."""
        self.out += part.above
        if part.lines:
            self.paragraph(part.lines)

    def consume(self, said: Sequence[Item]) -> bool:
        """Goes past the items that say just this, and whether they do; a long speech may stand in parts."""
        for item in said:
            rest: Item | None = item
            while rest is not None:
                self.skip()
                event = self.stream[self.at] if self.at < len(self.stream) else None
                if event is None or isinstance(event, Gap | KeptLine | FileForm):
                    return False
                rest = _behind(rest, event)
                if rest is event:
                    return False
                self.at += 1
        return True

    def paragraph(self, lines: Sequence[str]) -> None:
        if self.out and self.out[-1].strip() and lines and lines[0].strip():
            self.out.append("")
        self.out += lines


def _behind(said: Item, item: Item) -> Item | None:
    """What an item leaves to be said, None where it says all; the item itself where it says something else."""
    if same(said, item):
        return None
    if isinstance(said, Spoken) and isinstance(item, Spoken) and (said.name, said.manner) == (item.name, item.manner):
        whole, part = (" ".join(" ".join(cue.lines).split()) for cue in (said, item))
        if part and whole.startswith(f"{part} "):
            return Spoken(said.name, said.manner, (whole[len(part) + 1 :],))
    return item
