"""A screenplay of Final Draft (FDX): a clip for each scene, with what is seen and said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._scenes import Block, drafted
from storyboard.exchange.screenplay.reading import cue_name, items_of
from storyboard.exchange.screenplay.records import Action, Item, NamedNote, SceneHeading, ShotNote
from storyboard.exchange.screenplay.spelling import spelled
from storyboard.patterns import lazy

RANK = 0
DEPTH = 50
_START = lazy(r"\s*+(?:<\?xml[^>]{0,200}\?>)?\s*+(?:<!--(?:(?!-->).)*+-->\s*+)*+<FinalDraft\b")
_BLANKS = lazy(r"\s++")


class _NotRead(Exception):
    """Why a document is not read further; the text says it."""


class _Paragraph:
    """A paragraph of the document: its type, its number, its words, and the notes on it."""

    def __init__(self, kind: str, number: str, *, dual: bool, front: bool) -> None:
        self.kind = kind
        self.number = number
        self.dual = dual
        self.front = front
        self.parts: list[str] = []
        self.notes: list[str] = []

    def text(self) -> str:
        return "".join(self.parts).strip()


class _Reader:
    """Takes the elements of a document as they come."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.open: list[_Paragraph] = []
        self.paragraphs: list[_Paragraph] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > DEPTH:
            raise _NotRead(f"its elements are nested deeper than {DEPTH}")
        if name == "Paragraph" and "ScriptNote" not in self.path and "Content" in self.path:
            inside = _Paragraph(
                attributes.get("Type", "General"),
                attributes.get("Number", ""),
                dual="DualDialogue" in self.path,
                front="TitlePage" in self.path,
            )
            self.open.append(inside)
            self.paragraphs.append(inside)
        elif name == "ScriptNote" and self.open:
            self.open[-1].notes.append("")

    def words(self, text: str) -> None:
        if not self.open or "Text" not in self.path:
            return
        if "ScriptNote" in self.path:
            self.open[-1].notes[-1] += text
        else:
            self.open[-1].parts.append(text)

    def end(self, name: str) -> None:
        if name == "Paragraph" and "ScriptNote" not in self.path and self.open:
            self.open.pop()
        self.path.pop()


def suits(text: str) -> bool:
    """Whether the text begins as a document of Final Draft."""
    return _START.match(text.removeprefix("\ufeff")) is not None


def read(text: str) -> Draft | Refused:
    """The scenes as clips; lengths that nobody wrote are estimates, and each scene asks for them."""
    from xml.parsers import expat

    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text.removeprefix("\ufeff"), True)
    except _NotRead as trouble:
        return Refused(str(trouble))
    except expat.ExpatError as trouble:
        return Refused(f"line {trouble.lineno}: it is no sound XML: {expat.ErrorString(trouble.code)}")
    lines = [part for part in reader.paragraphs if part.front and part.text()]
    title = _BLANKS.sub(" ", lines[0].text()) if lines else ""
    blocks = list(_blocks([part for part in reader.paragraphs if not part.front and part.text()]))
    if not any(block.items for block in blocks):
        return Refused("it holds no scene, no action and no speech")
    front = [f"Title: {title}"] if title else []
    return drafted(blocks, front, title)


def _refuse(*_: object) -> None:
    raise _NotRead("it has a document type declaration, which no file of Final Draft has and storyc does not read")


def _blocks(paragraphs: Sequence[_Paragraph]) -> Iterator[Block]:
    """The paragraphs as Fountain has them: a cue with all that is said below it is one."""
    at = 0
    duals = 0
    while at < len(paragraphs):
        part = paragraphs[at]
        at += 1
        lines = [" ".join(line.split()) for line in part.text().split("\n") if line.strip()]
        if part.kind == "Character":
            said: list[str] = []
            while at < len(paragraphs) and paragraphs[at].kind in ("Dialogue", "Parenthetical", "Lyrics", "Singing"):
                said += _spoken(paragraphs[at])
                at += 1
            duals = duals + 1 if part.dual else 0
            yield _dialogue(lines[0], said, dual=part.dual and duals % 2 == 0)
        elif part.kind == "Scene Heading":
            yield _heading(" ".join(lines), part.number)
        elif part.kind == "Transition":
            yield Block((f"> {' '.join(lines)}",), ())
        elif part.kind in ("New Act", "End of Act"):
            yield Block((f"# {' '.join(lines)}",), ())
        else:
            yield Block((), _seen(lines))
        for note in part.notes:
            if words := " ".join(note.replace("[[", "[").replace("]]", "]").split()):
                yield Block((), (Action((f"[[{words}]]",)),))


def _seen(lines: Sequence[str]) -> tuple[Item, ...]:
    """What lines of action say: the shots that are marked in them, but no heading and no speech."""
    items = items_of(lines)
    if items and all(isinstance(item, Action | ShotNote | NamedNote) for item in items):
        return items
    [paragraph] = spelled([Action(tuple(lines))])
    return items_of(paragraph)


def _heading(title: str, number: str) -> Block:
    items = (SceneHeading(title),)
    [[line]] = spelled(items)
    return Block((f"{line} #{number}#",) if number and " " not in number else (), items)


def _dialogue(cue: str, said: Sequence[str], *, dual: bool) -> Block:
    """A cue with what is said; one that speaks at the same time as the one before has its spelling kept."""
    name = cue_name(f"@{cue}")
    if name is None or not said:
        return Block((), _seen([cue, *said]))
    typed = cue if cue_name(cue) == name else f"@{cue}"
    lines = [f"{typed} ^" if dual else typed, *said]
    items = items_of(lines)
    usual = spelled(items) == [lines]
    return Block(() if usual else tuple(lines), items, tuple(lines) if usual else ())


def _spoken(part: _Paragraph) -> list[str]:
    lines = [" ".join(line.split()) for line in part.text().split("\n") if line.strip()]
    if part.kind == "Parenthetical":
        whole = " ".join(lines)
        return [whole if whole.startswith("(") and whole.endswith(")") else f"({whole})"]
    return [f"~{line}" for line in lines] if part.kind in ("Lyrics", "Singing") else [" ".join(lines)]
