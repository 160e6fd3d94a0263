"""The text names shots that were not read.

Each shot that a text names must be one: otherwise it is sent as words of the shot before it, the flags say the wrong
number of shots, and the whole generation is wasted. storyc looks for every time and every numbered label in the text,
in whatever notation and language, and compares what they name with the marks that it read. Shots that stand as data
among other text, in JSON, YAML, CSV or a table, are unread as well; a file that is nothing but data is `not-a-story`.

The fix starts each of them as a shot on a line of its own; it is unsafe, since it makes new shots. Where the words are
meant as words, a `\\` before the label, the bracket or the time says so, and is not sent.

Bad:

    Film noir, rain on glass. 0-3s: a lamp goes out; 3-6s: a hand turns the key; 6-10s: the door opens.

Good:

    Film noir, rain on glass.
    [0-3s] A lamp goes out.
    [3-6s] A hand turns the key.
    [6-10s] The door opens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from storyboard import timing
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._marked import timed
from storyboard.compiler.rules._unread import (
    Unread,
    data,
    masked,
    numbered,
    suspicious,
    timed_text,
    unmarked,
    unread,
)
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language import words
from storyboard.language.reading import crowded
from storyboard.language.story import Shot
from storyboard.language.syntax.fragments import Fragment, hints
from storyboard.language.syntax.marks import SPACES
from storyboard.language.syntax.timekeys import Stated, bracketed
from storyboard.patterns import lazy
from storyboard.source import Source, Span

if TYPE_CHECKING:
    from storyboard.language.reading.records import Doubt
    from storyboard.language.syntax.scan import Token

CODE = "SB117"
LEVEL = Level.ERROR
SINCE = "0.2.0"
_TWO = 2  # a mark that is broken takes as long as two numbers
_TICKED = lazy(r"[ \t]*+[-*+][ \t]*+\[[xX]\][ \t]*+")  # the box of a task in Markdown
_BLANKS = 80  # blanks behind a mark, at most
_QUICK = 2  # how much quicker the first look at a number is than a close reading
_SIGNS = " \t*_:：|｜–—-,，.·~#()[]（）【】\u3000"


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each clip with unread marks, and one for each place that may be a mark (SB109, SB124).

    The head of a table is none, although it stands where the rows are shots (SB120).
    """
    source = facts.sources[facts.story.path]
    lines = numbered(facts.story)
    timed = timed_text(lines)
    most = facts.limits.numbers
    broken = sum(shot.mark.form == "broken" for clip in facts.story.script.clips for shot in clip.shots)
    many = broken * _TWO > most or crowded(timed, _QUICK * most)
    close = not many and suspicious(facts.story, lines, timed)
    text = masked(source, facts.story) if close else ""
    if many or crowded(unmarked(text, facts.story), most):
        yield _crowd(source, most)
        return
    for piece, read in data(facts):
        yield _head(source, piece) if read else _data(source, piece)
    clips = list(unread(facts, text)) if close else []
    shares = _shares(facts) if any(clip.lengths for clip in clips) else {}
    for clip in clips:
        if clip.marks:
            yield (_lettered(source, clip, clip.marks[0]) if len(clip.marks) == 1 else None) or _unread(source, clip)
        for token in clip.doubtful:
            yield _lettered(source, clip, token) or _doubtful(source, clip, token)
        for doubt in clip.tracks:
            yield _track(source, doubt)
        for doubt in clip.near:
            yield _near(source, doubt)
        if not all(_agrees(shares.get(shot.mark.span.start), token) for shot, token in clip.lengths):
            yield _told(source, clip)


def noticed(facts: Facts) -> frozenset[str] | None:
    """Nothing where no word may be a mark; else all words, since a reading looks for what goes on from clip to clip."""
    lines = numbered(facts.story)
    timed = timed_text(lines)
    shots = [shot for clip in facts.story.script.clips for shot in clip.shots]
    if hints(_typed(facts)) or any(shot.mark.form == "broken" for shot in shots) or len(timed) > facts.limits.numbers:
        return None
    return None if suspicious(facts.story, lines, timed) else frozenset()


def _typed(facts: Facts) -> str:
    """All lines of the story's clips."""
    lines: list[str] = []
    for clip in facts.story.script.clips:
        lines += [clip.heading.text] if clip.heading is not None else []
        lines += [row.text for row in clip.head]
        for shot in clip.shots:
            lines += [shot.row.text, *(row.text for row in shot.rows)]
    return "\n".join(lines)


def _shares(facts: Facts) -> dict[int, Shot]:
    """The shots as they are laid out, by where their marks stand."""
    return {shot.mark.span.start: shot for clip in facts.clips for shot in clip.shots if shot.mark is not None}


def _agrees(shot: Shot | None, token: Token) -> bool:
    """Whether a shot without a time is laid out as its words say."""
    if shot is None or shot.start is None or shot.end is None:
        return False
    if token.finish is not None:
        return (shot.start, shot.end) == (token.start, token.finish)
    return shot.end - shot.start == token.length


def _crowd(source: Source, most: int) -> Finding:
    return Finding(
        f"the words hold more than {most:,} numbers that may be times or labels of shots",
        source.span(0, 0),
        "write each shot on its own line, like `Shot 1 [0-3s]`, or raise `numbers` under `[limits]` in storyc.toml",
        code="SB113",
    )


def _data(source: Source, piece: Fragment) -> Finding:
    return Finding(
        f"shots stand here as {piece.nature.name}, and were taken as words",
        source.span(piece.start, piece.end),
        "write a mark like `Shot 1 [0-3s]` before each shot, or `\\` before the data that is meant as words",
        label="no shot starts here",
    )


def _head(source: Source, piece: Fragment) -> Finding:
    """The finding about the head of a table whose rows are shots, and the line that parts it from them (SB120)."""
    whole = source.span(piece.start, piece.row)
    return Finding(
        "the head of a table is sent to the model, its rows are the shots",
        source.span(piece.start, piece.end),
        "delete it, or write `\\` before it if it is meant as words",
        code="SB120",
        fix=Fix(Safety.UNSAFE, "delete the head of the table", (Edit(whole, ""),)),
    )


def _unread(source: Source, clip: Unread) -> Finding:
    first, more = clip.marks[0], len(clip.marks) - 1
    span = source.span(*first.stated) if first.stated is not None else source.span(first.begin, _end(source, first))
    shown = _shown(source, span)
    others = f" and {more} more {'mark' if more == 1 else 'marks'}" if more else ""
    was = "were" if more else "was"
    count = "none of them is" if not clip.count else "1 of them is" if clip.count == 1 else f"{clip.count} of them are"
    shots = "shot" if clip.named == 1 else "shots"
    return Finding(
        f"the text names {clip.named} {shots}, and {count} read: `{shown}`{others} {was} taken as words",
        span,
        "start each shot on a line of its own, like `Shot 1 [0-3s]`, or write `\\` before what is meant as words",
        label="no shot starts here",
        fix=Fix(
            Safety.UNSAFE,
            f"start {more + 1} {'shots' if more else 'shot'} here",
            _edits(source, clip.marks),
        ),
    )


def _lettered(source: Source, clip: Unread, token: Token) -> Finding | None:
    """The finding about a line that begins with a shot's label and a letter for its number, `Shot l [4-8s]`."""
    label, text = token.label, source.text
    if label is None or not label.serial or text[text.rfind("\n", 0, token.begin) + 1 : token.begin].strip():
        return None
    place = sum(shot.span.start <= token.begin for shot in clip.scene.shots if shot.mark is not None) + 1
    letter = text[label.at : label.end].split()[-1]
    time = token.start is not None and token.finish is not None
    mark = f"Shot {place} [{timing.seconds(token.start or 0)}-{timing.seconds(token.finish or 0)}s]"
    written = mark if time else f"Shot {place}"
    return Finding(
        f"`{letter}` is no number, a mark needs digits",
        source.span(label.at, label.end),
        f"write `{written}`, or `\\` before the line if it is text",
        label="no shot starts here",
        fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(source.span(token.begin, token.stop), f"{written} "),))
        if time
        else None,
    )


def _doubtful(source: Source, clip: Unread, token: Token) -> Finding:
    span = source.span(token.begin, _end(source, token))
    shown = _shown(source, span)
    place = sum(shot.span.start <= token.begin for shot in clip.scene.shots if shot.mark is not None)
    taken = f"as words of shot {place}" if place else "as words"
    return Finding(
        f"`{shown}` stands inside a text and was taken {taken}",
        span,
        "if a shot starts here, begin a line with its mark; if not, write `\\` before it",
        code="SB109",
        label="a shot of its own?",
        fix=Fix(Safety.UNSAFE, "start a shot here", (_written(source, token, place + 1),)),
    )


def _track(source: Source, doubt: Doubt) -> Finding:
    span = source.span(doubt.start, doubt.start + len(source.text[doubt.start : doubt.end].rstrip()))
    shown = _shown(source, span)
    return Finding(
        f"`{shown}` begins a clip that only repeats the times of the clip above it",
        span,
        "if these lines are a voice or subtitles, write `\\` before each of them, or give each shot its own",
        code="SB109",
        label="is this a clip of its own?",
    )


def _near(source: Source, doubt: Doubt) -> Finding:
    span = source.span(doubt.start, doubt.end)
    shown = _shown(source, span)
    return Finding(
        f"`{shown}` stands where a mark would stand, and names no time",
        span,
        "write the start and the end of the shot, like `[0-3s]`, or write `\\` before what is meant as words",
        code="SB109",
        label="no shot starts here",
    )


def _told(source: Source, clip: Unread) -> Finding:
    """The finding about marks without the times that the words of their shots tell (SB124)."""
    (shot, first), more = clip.lengths[0], len(clip.lengths) - 1
    at, end = first.stated or first.cut or (first.at, first.end)
    span = source.span(at, at + len(source.text[at:end].rstrip()))
    brackets = [bracketed(Stated(token.start, token.finish, token.length)) for _, token in clip.lengths]
    others = f"; {more} more {'shots are' if more > 1 else 'shot is'} written so" if more else ""
    numbers = {shot.mark.span.start: shot.number for shot in clip.scene.shots if shot.mark is not None}
    places = [numbers[other.mark.span.start] for other, _ in clip.lengths]
    written = zip(clip.lengths, brackets, places, strict=True)
    edits = tuple(
        timed(source, other, bracket, place, _behind(source.text, token))
        for (other, token), bracket, place in written
        if bracket
    )
    title = "write each time into its mark" if more else "write the time into the mark"
    wanted = f"`{brackets[0]}`" if brackets[0] else "its seconds, like `[0-3s]`,"
    return Finding(
        f"the mark of shot {places[0]} has no time, and the words say `{_shown(source, span)}`{others}",
        shot.mark.span,
        f"write {wanted} into the mark, or `\\` before the number if it is no time of the shot",
        code="SB124",
        label="no time",
        related=(Note("its time is here", span),),
        fix=Fix(Safety.UNSAFE, title, edits) if all(brackets) else None,
    )


def _shown(source: Source, span: Span) -> str:
    """The words of a stretch on one line, as a message shows them."""
    return " ".join(source.text[span.start : span.end].split())


def _end(source: Source, token: Token) -> int:
    return token.begin + len(source.text[token.begin : token.stop].rstrip(SPACES + "*_"))


def _edits(source: Source, marks: Sequence[Token]) -> tuple[Edit, ...]:
    """The edits that write marks at the starts of their lines; of times behind their words, before those."""
    from storyboard.language.reading.behind import behind, words_of

    text = source.text
    lines = Counter(token.line for token in marks)
    if len(lines) == len(marks) or any(token.label is not None for token in marks) or not behind(text, marks):
        return tuple(
            _written(source, token, place, alone=lines[token.line] == 1) for place, token in enumerate(marks, start=1)
        )
    edits: list[Edit] = []
    for at, token in enumerate(marks):
        begin = words_of(text, marks, at)
        said = text[begin : token.begin].strip(SPACES + "*_,，、.。;；([（【")
        opening = "\n" if text[text.rfind("\n", 0, begin) + 1 : begin].strip() else ""
        last = token is marks[-1] and text[token.stop : token.stop + 1] not in ("", "\n")
        closing = "\n" if last else ""
        edits.append(Edit(source.span(begin, token.stop), f"{opening}{_mark(text, token, at + 1)} {said}{closing}"))
    return tuple(edits)


def _written(source: Source, token: Token, place: int, *, alone: bool = False) -> Edit:
    """The edit that writes a mark at the start of its line; `alone` says that no other stands on that line.

    `place` numbers a shot whose mark has only a length.
    """
    text = source.text
    begin = token.begin
    line = text.rfind("\n", 0, begin) + 1
    lead = text[line:begin]
    if alone and token.closer == "line" and token.bracket and token.label is None and lead.strip():
        # A hand reaches in. (3-5s): the time stands behind its words
        return Edit(source.span(line, token.stop), f"{_mark(text, token, place)} {lead.strip()}")
    if not any(letter.isalnum() for letter in lead) or _TICKED.fullmatch(lead) is not None:
        begin, opening = line, lead[: len(lead) - len(lead.lstrip(" \t"))]
    else:
        while begin > line and text[begin - 1] in SPACES + "*_":
            begin -= 1
        opening = "\n"
    return Edit(source.span(begin, _behind(text, token)), f"{opening}{_mark(text, token, place)} ")


def _behind(text: str, token: Token) -> int:
    """Where the words of a mark begin: behind a length that stands right behind it, `Shot 1 for 3s A lamp`."""
    end = token.stop
    if token.stated is not None:
        between = words.fold(text[end : token.stated[0]].strip(SPACES + "x×=/*_"))
        end = token.stated[1] if not between or between in words.known("holds") else end
    return end + len(text[end : end + _BLANKS]) - len(text[end : end + _BLANKS].lstrip(SPACES))


def _mark(text: str, token: Token, place: int) -> str:
    label = token.label
    name = ""
    if label is not None:
        typed = text[label.at : label.end]
        word = typed if typed.startswith(words.of("counting")) and not label.spelled else ""
        at = words.fold(typed).find(label.word)
        own = typed[at : at + len(label.word)] if at >= 0 and not label.spelled else "Shot"
        name = word or f"{own} {label.number}" if label.number else ""
    title = text[token.title[0] : token.title[1]].strip(_SIGNS) if token.title is not None else ""
    tail = f", {title}" if title and not any(sign in title for sign in "[]()（）【】\n") else ""
    if token.start is not None and token.finish is not None:
        return f"{name} [{timing.seconds(token.start)}-{timing.seconds(token.finish)}s{tail}]".strip()
    if token.length is not None:
        return f"{name or f'Shot {place}'} [{timing.seconds(token.length)}s{tail}]"
    return f"{name or f'Shot {place}'}:{f' {title}' if title else ''}"
