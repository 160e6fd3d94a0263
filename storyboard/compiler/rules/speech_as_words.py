"""A line of speech has no colon, or how it is said stands among the words that are spoken.

`ANNA "Come in."` is text of the shot: nobody speaks it in the free film, the subtitles lack it, and its length is not
counted. `ANNA [whispering]: "Come in."`, `ANNA, off: "Come in."` and `ANNA - "Come in."` are text too, and so are
`— Come in.` and a name alone on its line above the words, as a screenplay has it. In `ANNA: (whispering) Come in.` the
bracket is spoken; the manner stands before the colon. What stands behind the quotation is spoken too,
`ANNA: "Hi," she says.` Behind a mark all is text, so speech stands on a line below it; and who is not in the cast
speaks in quotation marks and has a name in capitals: of `Anna: "Come in."` the words are heard, but Anna is not seen.

Bad:

    ---
    cast:
      ANNA: a tall woman
    ---
    Shot 1 [0-5s] @ANNA opens the door.
      ANNA "Come in."
      ANNA: (whispering) "Nobody saw you."

Good:

    ---
    cast:
      ANNA: a tall woman
    ---
    Shot 1 [0-5s] @ANNA opens the door.
      ANNA: "Come in."
      ANNA (whispering): "Nobody saw you."
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Member, Row, Speech, Text
from storyboard.patterns import lazy, of_words
from storyboard.source import Source

CODE = "SB129"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = (":", "(")
_HEAD = of_words(r"[^\n:：]*+[:：]", lambda: ":：")
_MANNER = lazy(r"[ \t]*+([(（][^()（）\n]{1,60}[)）])[ \t]*+(?=\S)")
_QUOTED = r"(?:\"[^\"\n]+\"|“[^”\n]+”|«[^»\n]+»|„[^“\n]+“|「[^」\n]+」|『[^』\n]+』)"
_SPOKEN = lazy(
    r"[ \t]*+(?P<head>[(（\[]?(?P<name>[^\W\d_][^\n:：;；,，()（）\[\]\"“«„「『]{0,59}?)[)）\]]?[ \t]*+"
    r"(?:(?P<bracket>[(（\[])(?P<manner>[^()（）\[\]\n]{1,60})[)）\]]|"
    r"[,，][ \t]*+(?P<aside>[^\n,，:：\"“«„「『]{1,40}?))?"
    r"[ \t]*+(?P<sign>[:：;；]|[-–—]{1,2})?)[ \t]*+"
    rf"(?:{_QUOTED}|(?P<opens>[(（])[ \t]*+{_QUOTED}[ \t]*+(?P<closes>[)）]))[ \t]*+\Z"
)
_NEXT = lazy(rf"(?P<quote>{_QUOTED})[ \t]++(?P<name>[^\W\d_][^\n:：\"“«„「『]{{0,59}}?)[ \t]*+[:：][ \t]*+{_QUOTED}")
_EARLY = lazy(rf"(?m)^[ \t]*+(?P<name>[^\W\d_][^\n:：\"“«„「『]{{0,59}}?)[ \t]*+[:：][ \t]*+{_QUOTED}[ \t]*+$")
# What is said behind a quotation begins small, as a sentence goes on: `"Hi," she says.`
_BEHIND = lazy(rf"[ \t]*+(?P<quote>{_QUOTED})[ \t]++(?P<more>[^\W\d_A-Z][^\n\"“”«»]{{6,200}}[.!?])[ \t]*+\Z")
_CAPITALS = lazy(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ' -]{1,29}")
_PARENTHESIS = lazy(r"[ \t]*+[(（]([^()（）\n]{1,60})[)）][ \t]*+")
_DASHED = lazy(r"[ \t]++[—–][ \t]?([^—–\n]{1,120}[.!?…。！？])")
_FEW = 3  # words of speech behind a dash that is no question: more may be a stage direction
_SHOWN = 60  # characters of a line that a message shows
_OPENERS = '"“«„「『'


def check_story(facts: Facts) -> Iterator[Finding]:
    """The lines of the shots that a colon would make speech, and the manners that would be spoken."""
    story = facts.story
    source = facts.sources[story.path]
    yield from _early(source, story.overview, story.cast)
    for scene, clip in zip(story.scenes, story.script.clips, strict=True):
        yield from _early(source, scene.text, story.cast) if scene.shots else ()
        for shot in scene.shots:
            for speech in shot.dialogue:
                finding = _manner(source, speech) or _second(source, speech, story.cast) or _told(source, speech)
                if finding is not None:
                    yield finding
        spoken = {source.place(speech.name_span.start).line for shot in scene.shots for speech in shot.dialogue}
        for shot in clip.shots:
            rows = [row for row in shot.rows if row.kind != "COMMENT"] if shot.rows else ()
            for place, row in enumerate(rows):
                if row.kind not in ("TEXT", "PAIR"):
                    continue
                finding = _no_colon(source, row, story.cast, spoken) or _screenplay(source, rows[place:], story.cast)
                finding = finding or _dash(source, row)
                if finding is not None:
                    yield finding
    rows = (row for clip in story.script.clips for shot in clip.shots for row in (shot.first, *shot.rows))
    if any(_named(row, story.cast) for row in rows if ":" in row.text or "：" in row.text):
        from storyboard.compiler.rules._speakers import unspoken  # few stories wait for it

        yield from unspoken(source, story)


def _named(row: Row, cast: Container[str]) -> bool:
    """Whether a name stands before the colon of a row that is no speech as it seems."""
    match = _HEAD.match(row.text)
    name = match[0][:-1].partition("(")[0].strip(" \t-*•") if match else ""
    return bool(name) and (name in cast or name.isupper() or name.istitle())


def _manner(source: Source, speech: Speech) -> Finding | None:
    """The finding for speech that begins with a bracket, where no manner stands before its colon."""
    head = _HEAD.match(source.text, speech.name_span.end, speech.span.end)
    match = _MANNER.match(source.text, head.end(), speech.span.end) if head else None
    if head is None or match is None:
        return None
    place = source.span(match.start(1), match.end(1))
    said = f"`{match[1]}` stands among the words that `{speech.name}` says"
    if speech.manner:
        return Finding(said, place, "write it into the bracket before the colon")
    manner = match[1] if match[1].startswith("（") else f" {match[1]}"
    colon = source.span(head.end() - 1, head.end())
    written = f"{source.text[speech.name_span.start : colon.start].rstrip()}{manner}{head[0][-1]}"
    edits = (Edit(colon, f"{manner}{head[0][-1]}"), Edit(source.span(match.start(1), match.end()), ""))
    return Finding(said, place, f"write `{written}`", fix=Fix(Safety.UNSAFE, f"write `{written}`", edits))


def _second(source: Source, speech: Speech, cast: Container[str]) -> Finding | None:
    """The finding for somebody else who speaks on the line of a speech."""
    match = _NEXT.search(source.text, speech.name_span.end, speech.span.end)
    if match is None or match["name"] not in cast:
        return None
    place = source.span(match.start("name"), match.end("name"))
    return Finding(
        f"`{match['name']}` speaks on the line of `{speech.name}`, who then says it all",
        place,
        f"begin a line with `{match['name']}:`",
        fix=Fix(Safety.UNSAFE, "begin a line there", (Edit(source.span(match.end("quote"), place.start), "\n  "),)),
    )


def _told(source: Source, speech: Speech) -> Finding | None:
    """The finding for what stands behind a quotation on a line of speech, `ANNA: "Hi," she says.`, and is spoken."""
    head = _HEAD.match(source.text, speech.name_span.end, speech.span.end)
    match = _BEHIND.match(source.text, head.end(), speech.span.end) if head is not None else None
    if match is None:
        return None
    place = source.span(match.start("more"), match.end("more"))
    return Finding(
        f"`{_cut(match['more'])}` stands behind the quotation, and `{speech.name}` says it too",
        place,
        "put it on a line of its own",
        fix=Fix(Safety.UNSAFE, "begin a line there", (Edit(source.span(match.end("quote"), place.start), "\n  "),)),
    )


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _early(source: Source, text: Text, cast: Container[str]) -> Iterator[Finding]:
    """The findings for speech before the first shot, where all is text of the overview."""
    pieces = text.pieces
    if pieces and cast and pieces[0].span.path == source.path:
        start, end = pieces[0].span.start, pieces[-1].span.end
        for match in _EARLY.finditer(source.text, start, end):
            if match["name"] in cast:
                yield Finding(
                    f"`{match['name']}` speaks before the first shot, so nobody says the words",
                    source.span(match.start("name"), match.end("name")),
                    "move the line below the mark of a shot",
                )


def _screenplay(source: Source, rows: Sequence[Row], cast: dict[str, Member]) -> Finding | None:
    """The finding for speech as a screenplay has it: a name alone on its line, perhaps a manner, and words below."""
    name = rows[0].text.strip()
    if name not in cast and not (_CAPITALS.fullmatch(name) and len(rows) > 1 and _PARENTHESIS.fullmatch(rows[1].text)):
        return None
    manner = _PARENTHESIS.fullmatch(rows[1].text) if len(rows) > 1 and rows[1].kind == "TEXT" else None
    below = rows[1 + bool(manner) :]
    said: list[Row] = []
    for row in below:
        if row.kind != "TEXT" or row.text.strip() in cast or _DASHED.fullmatch(row.text.rstrip()):
            break
        said.append(row)
    if not said:
        return None
    spoken = " ".join(row.text.strip() for row in said)
    quoted = spoken if spoken[:1] in _OPENERS else f'"{spoken}"'
    written = f"{name}{f' ({manner[1].strip()})' if manner else ''}: {quoted}"
    at = rows[0].start + len(rows[0].text) - len(rows[0].text.lstrip())
    end = said[-1].start + len(said[-1].text.rstrip())
    head = written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
    return Finding(
        f"`{name}` stands alone above its words, so these lines are text of the shot",
        source.span(at, at + len(name)),
        f"write `{head}`",
        fix=Fix(Safety.UNSAFE, "make speech of it", (Edit(source.span(at, end), written),)),
    )


def _dash(source: Source, row: Row) -> Finding | None:
    """The finding for `— No.`: a dash begins speech in many languages, and nobody is named who says it."""
    match = _DASHED.fullmatch(row.text.rstrip())
    if match is None or (len(match[1].split()) > _FEW and match[1][-1] not in "?!¿¡"):
        return None
    at = row.start + len(row.text) - len(row.text.lstrip())
    shown = match[1] if len(match[1]) <= _SHOWN else f"{match[1][: _SHOWN - 1]}…"
    return Finding(
        "a dash begins no speech, so the line is text of the shot",
        source.span(at, row.start + len(row.text.rstrip())),
        f'write `NAME: "{shown}"` with the name of whoever says it',
    )


def _no_colon(source: Source, row: Row, cast: dict[str, Member], spoken: set[int]) -> Finding | None:
    """The finding for a text row that is nothing but a name of the cast, perhaps with a manner, and a quotation.

    `spoken` are the lines that were read as speech.
    """
    if not any(opener in row.text for opener in _OPENERS):
        return None
    match = _SPOKEN.match(row.text)
    name = match["name"].rstrip() if match else ""
    if match is None or name not in cast or (match["aside"] and not match["sign"]):
        return None
    if source.place(row.start).line in spoken:
        return None
    manner = match["manner"] or match["aside"] or ""
    shown = f"（{manner}）" if match["bracket"] == "（" else f" ({manner.strip()})" if manner else ""
    written = f"{name}{shown}:"
    head = match["head"].rstrip()
    place = source.span(row.start + match.start("head"), row.start + match.start("head") + len(head))
    plain = f"{head}:" == written
    edits = [Edit(place, written)]
    if match["opens"]:
        # Brackets round what is said are none of its words.
        gap = "" if row.text[place.end - row.start].isspace() else " "
        (begin, said), (end, stop) = match.span("opens"), match.span("closes")
        edits += [
            Edit(source.span(row.start + begin, row.start + said), gap),
            Edit(source.span(row.start + end, row.start + stop), ""),
        ]
    return Finding(
        f"`{name}` speaks here without a colon, so the line is text of the shot"
        if plain
        else f"`{head}` begins no speech, so the line is text of the shot",
        place,
        f"write `{written}`",
        fix=Fix(Safety.UNSAFE, f"write `{written}`", tuple(edits)),
    )
