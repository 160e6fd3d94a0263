"""A draft as the text of a story: what it says is what the compiler reads, with `\\` where words look like more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from storyboard.compiler.formatter import fmt
from storyboard.compiler.rewriting import laid_out
from storyboard.config import Config
from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot
from storyboard.language.syntax.escapes import SIGN, escapes
from storyboard.language.syntax.parser import kind_of
from storyboard.patterns import lazy
from storyboard.source import MemoryFiles
from storyboard.source.unseen import without
from storyboard.timing import seconds

_INLINE = lazy(rf"\{{\{{|\[\[|{SIGN}")
_NOTED = lazy(r"(\[\[(?:(?!\]\]).)*+\]++)")
_MENTION = lazy(r"(?<![A-Za-z0-9\\])@(?=\w)")
_BULLET = lazy(r"[ \t]*+[-*•][ \t]")
_SEPARATOR = lazy(r"[:：|｜–—*_-]")
_TIME = lazy(r"[(（【〔0-9０-９]|\[(?!\[)")
_TITLE = lazy(r"[\[\]()（）【】\n]++")
_BRACKETED = lazy(r"[\[(（【][^\[\]()（）【】\n]*+[\])）】]")
_HAN = lazy(r"[\u3040-\u30ff\u3400-\u9fff]")
_SECONDS = lazy(r"[0-9０-９.．]+[ \t]*[^\W\d_]{0,9}\.?")
_QUOTED = lazy(r"[\"'\[{|>&*!%@`]")
# Kinds of lines that are words wherever they stand, and those that are words only before and behind the shots.
_WORDS = frozenset({"TEXT", "PAIR", "BLANK"})
_TIMED = frozenset({"SHOT_RANGE", "SHOT_OPEN", "SHOT_LENGTH"})
_NAME = "imported.story"


def written(draft: Draft) -> str:
    """The story's text, ending with a line end, as `storyc fmt` leaves it."""
    text, config = without(_composed(draft)), Config()
    files = MemoryFiles({_NAME: text})
    if fmt(files, _NAME, config.limits) in (text, None):
        return text  # most are, and need no proof that their layout changes nothing
    return laid_out(files, _NAME, config).after


def _composed(draft: Draft) -> str:
    out: list[str] = [*(f"// import: {_one_line(note)}" for note in draft.notes), *_asked(draft.doubts)]
    out += _settings(draft.settings)
    out += ["split: auto"] if draft.splits else []
    out += ["cast:", *(f"  {name}:" for name in draft.cast)] if draft.cast else []
    out += [*draft.kept, ""] if draft.kept else []
    overview = list(_paragraphs(draft.lines))
    if out and out[-1] and overview and draft.settings:
        out.append("")
    out += overview
    headed = len(draft.clips) > 1 or any(clip.title for clip in draft.clips)
    for number, clip in enumerate(draft.clips, start=1):
        above = list(clip.kept)
        if headed and not clip.unheaded:
            above.append(f"# {_heading(clip.title or f'Clip {number}')}")
        out += ["", *above] if above and out and out[-1] else above
        out += _clip(clip, parted=bool(out) and not headed and not overview)
    return "\n".join(out).strip("\n") + "\n"


def _clip(clip: DraftClip, *, parted: bool) -> Iterator[str]:
    yield from _asked(clip.doubts)
    yield from _settings(clip.settings)
    yield from _paragraphs(clip.lines)
    if parted:
        yield ""
    for place, shot in enumerate(clip.shots, start=1):
        yield from _asked(shot.doubts)
        yield from shot.kept
        yield from _shot(shot, place)
    closing = list(_paragraphs(clip.closing))
    if closing:
        yield "---"
        yield from closing


def _shot(shot: DraftShot, place: int) -> Iterator[str]:
    lines = list(_trimmed(shot.lines))
    plain = bool(lines) and not (lines[0].key or lines[0].aside or lines[0].kept) and not _BULLET.match(lines[0].text)
    noted = plain and lines[0].noted
    first = lines.pop(0).text.strip() if plain else ""
    title = _one_line(_TITLE.sub(" ", shot.title))
    if _SECONDS.fullmatch(title) and shot.end is None:  # it would be read as the shot's length
        title, first = "", f"{title} {first}".strip()
    mark = shot.typed or _mark(shot, place, title)
    if title and not shot.typed and f", {title}" not in mark and not mark.endswith((":", "：")):
        first, title = f"{title}: {first}" if first else title, ""  # no mark holds it
    timed = shot.end is not None or shot.length is not None or shot.open
    if not shot.typed and title and not timed:
        first = f"{title}: {first}" if first else title
    if first and (_SEPARATOR.match(first) or (noted and not timed and _TIME.match(first))):
        first = "\\" + _inline(first, noted=noted)
    elif first:
        first = _inline(first, noted=noted)
    yield f"{mark}{'' if mark.endswith('：') else ' '}{first}".rstrip()
    for line in _parted(lines):
        text = line.text.strip()
        if not text:
            yield ""
        elif line.aside:
            yield f"  // {_one_line(text)}"
        elif line.kept:
            yield f"  {text}"
        else:
            indent = "    " if line.deep else "  "
            said = line.key or (line.deep and not line.noted)
            yield indent + (_inline(text, noted=line.noted) if said else _safe(text, in_shot=True, noted=line.noted))


def _mark(shot: DraftShot, place: int, title: str) -> str:
    label = shot.label or "Shot"
    # As `storyc fmt` has it: 镜头1, Shot 1, 장면 1.
    name = f"{label}{'' if _HAN.search(label[-1]) else ' '}{shot.number if shot.number is not None else place}"
    tail = f", {title}" if title else ""
    if shot.start is not None and shot.end is not None:
        mark = f"{name} [{seconds(shot.start)}-{seconds(shot.end)}s{tail}]"
    elif shot.start is not None and shot.open:
        mark = f"{name} [{seconds(shot.start)}-end{tail}]"
    elif shot.length is not None:
        mark = f"{name} [{seconds(shot.length)}s{tail}]"
    else:
        mark = f"{name}：" if _HAN.search(label[-1]) else f"{name}:"
        # Some words number a shot only beside a time.
        return (
            mark
            if kind_of(mark).startswith("SHOT") or label == "Shot"
            else _mark(replace(shot, label="Shot"), place, "")
        )
    if kind_of(mark) in _TIMED:
        return mark
    mark = mark.replace(tail, "", 1)
    return mark if kind_of(mark) in _TIMED or label == "Shot" else _mark(replace(shot, label="Shot"), place, title)


def _paragraphs(lines: Iterable[DraftLine]) -> Iterator[str]:
    for line in _parted(_trimmed(lines)):
        text = line.text.strip()
        yield text if line.kept else _safe(text, in_shot=False, noted=line.noted) if text else ""


def _parted(lines: Iterable[DraftLine]) -> Iterator[DraftLine]:
    """The lines, with one blank line where several stood, and none at the end."""
    gap = False
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        if gap:
            yield DraftLine("")
        gap = False
        yield line


def _trimmed(lines: Iterable[DraftLine]) -> Iterator[DraftLine]:
    """The lines without those that are blank at both ends."""
    kept = list(lines)
    while kept and not kept[-1].text.strip():
        kept.pop()
    started = False
    for line in kept:
        started = started or bool(line.text.strip())
        if started:
            yield line


def _safe(text: str, *, in_shot: bool, noted: bool = False) -> str:
    """A line of words, with `\\` before it where it would be read as something else."""
    if text.startswith("\\"):
        return _inline(text, noted=noted)
    kind = kind_of(text)
    plain = kind in _WORDS or (kind == "FIELD" and not in_shot)
    if noted and in_shot and kind == "PAIR":  # words that were told from speech and pictures
        name = text.partition(":")[0]
        plain = not name.isupper() and name.casefold() != "picture"
    inline = _inline(text, noted=noted)
    return inline if plain or inline.startswith("\\") else "\\" + inline


def _inline(text: str, *, noted: bool = False) -> str:
    """The words with `\\` before what would be read as more, and before a `\\` of theirs that would be taken away."""
    if noted:
        parts = _NOTED.split(text)
        return "".join(part if part.startswith("[[") else _MENTION.sub(r"\\@", _inline(part)) for part in parts)

    def kept(match: re.Match[str]) -> str:
        sign = match[0]
        return sign if sign == "\\" and not escapes(text, match.start()) else f"\\{sign}"

    return _INLINE.sub(kept, text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _heading(title: str) -> str:
    name = _inline(_one_line(title)) or "Clip"
    if kind_of(f"# {name}") == "HEADING":
        return name
    bare = _one_line(_BRACKETED.sub("", name))  # a time in it would make it a shot
    return bare if bare and kind_of(f"# {bare}") == "HEADING" else "Clip"


def _asked(doubts: Iterable[str]) -> Iterator[str]:
    return (f"// import?: {_one_line(doubt)}" for doubt in doubts)


def _settings(settings: dict[str, str]) -> Iterator[str]:
    for key, value in settings.items():
        text = _one_line(value)
        if _QUOTED.match(text):
            text = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        yield f"{key}: {text}"
