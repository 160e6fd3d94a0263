"""What is fuzzed: each target takes bytes, and raises only where a promise does not hold."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config, ConfigError, Limits
from storyboard.diagnostics import Level
from storyboard.language.story import Script
from storyboard.source import MemoryFiles, Source
from tools.fuzz import seeds

PATH = "film.story"
_CONFIG, _LIMITS = Config(), Limits()


class Broken(Exception):
    """A promise that an input breaks; the text says which."""


class Target(msgspec.Struct, frozen=True):
    """A target: what it calls, what it begins with, the pieces that are put in, and its share of a thousand inputs.

    `most` is the length of the longest input in bytes.
    """

    call: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    share: int
    pieces: Callable[[], tuple[bytes, ...]]
    most: int = 3_000


_BLANKS = "\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def _hold(promise: bool, what: str) -> None:
    if not promise:
        raise Broken(what)


# ---- stories ------------------------------------------------------------------------------------------------------


def _rows(script: Script) -> str:
    """All that a script's rows hold, in order, with a line end behind each."""
    rows = [script.front] if script.front is not None else []
    rows += script.head
    for clip in script.clips:
        rows += [clip.heading] if clip.heading is not None else []
        rows += clip.head
        for shot in clip.shots:
            rows += [shot.row, *shot.rows]
    return "".join(f"{row.text}\n" for row in rows)


def indented(line: str) -> str:
    """A line as it is read: a blank of any width that indents it is a space, and so are those beside it."""
    blanks = len(line) - len(line.lstrip(f" \t{_BLANKS}"))
    return line if line[:blanks].isascii() else " " * blanks + line[blanks:]


def parse(data: bytes) -> None:
    """The lines and marks of a text: no character of it is lost."""
    from storyboard.language.syntax import UNREADABLE, read_script, read_text

    source, findings = read_text(PATH, data, _LIMITS.file_bytes, _LIMITS.line, _LIMITS.lines)
    if not any(finding.code in UNREADABLE for finding in findings):
        script, _ = read_script(source, clips=_LIMITS.clips, shots=_LIMITS.shots)
        text = "\n".join(map(indented, source.text.split("\n")))
        _hold(_rows(script).rstrip("\n") == text.rstrip("\n"), "a character is lost")


def front(data: bytes) -> None:
    """Front matter, or a file of shared settings: every place lies in it."""
    from storyboard.language import yamltext

    source = Source(PATH, data.decode("utf-8", "replace"))
    _, findings = yamltext.read(source, 0, len(source.text))
    for finding in findings:
        _hold(0 <= finding.span.start <= finding.span.end <= len(source.text), "a place lies outside")


def check(data: bytes) -> None:
    """A whole compile: each finding has a place and a help, and there are requests unless there are errors."""
    story = compile_story(MemoryFiles({PATH: data, "shared.yaml": data}), PATH, _CONFIG)
    for diagnostic in story.diagnostics:
        length = len(story.sources[diagnostic.span.path].text)
        _hold(0 <= diagnostic.span.start <= diagnostic.span.end <= length, f"{diagnostic.code} lies outside")
        _hold(bool(diagnostic.finding.message and diagnostic.finding.help), f"{diagnostic.code} has no words")
    errors = any(diagnostic.level is Level.ERROR for diagnostic in story.diagnostics)
    _hold(bool(story.requests) is not errors, "there are requests and errors, or neither")
    for request in story.requests:
        _hold(bool(request.prompt.strip().encode("utf-8")), "a prompt is empty")


def layout(data: bytes) -> None:
    """The layout of a story: it stays as it is when it is laid out again."""
    from storyboard.compiler.rewriting import laid_out

    files = MemoryFiles({PATH: data})
    try:
        laid = laid_out(files, PATH, _CONFIG)
    except UnicodeDecodeError as error:
        raise Broken("laid_out raises for bytes that are no text") from error
    if laid.after != laid.before:
        again = laid_out(MemoryFiles({PATH: laid.after}), PATH, _CONFIG)
        _hold(again.after == laid.after, "the layout changes when it is laid out again")


def imported(data: bytes) -> None:
    """A text of another kind: it becomes a story, or is refused."""
    from storyboard.exchange.importing import imported as story_of
    from storyboard.exchange.importing import text_of

    source, fault = text_of(PATH, data, _LIMITS.file_bytes)
    if fault is None:
        story_of(source.text)


def cut(data: bytes) -> None:
    """A cut that came back from an editor: it is refused in words, or changes times of the story alone."""
    from storyboard.diagnostics import UserError
    from storyboard.exchange import cuts
    from storyboard.exchange.retiming import retimed
    from storyboard.exchange.timelines.rates import FrameRate

    try:
        known = cuts.read(data, FrameRate(24))
    except UserError:
        return
    result = retimed(MemoryFiles({PATH: seeds.CUT_STORY}), PATH, _CONFIG, known)
    before, after = (re.sub(r"[0-9.]+", "", text) for text in (result.before, result.after))
    _hold(before == after, "a word is changed")


# ---- templates, settings, locks -----------------------------------------------------------------------------------


def template(data: bytes) -> None:
    """A prompt template: it is refused, or renders a prompt."""
    text = data.decode("utf-8", "replace")
    files = {
        PATH: "template: own\ntitle: x\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.",
        "templates/prompts/own.j2": text,
    }
    compile_story(MemoryFiles(files), PATH, _CONFIG)


def template_check(data: bytes) -> None:
    """The judgement of a template before it is compiled."""
    from storyboard.compiler.render.prompt import TemplateFault, load

    text = data.decode("utf-8", "replace")
    try:
        load("own", lambda path: text if path.endswith("/own.j2") else None, _LIMITS.template_bytes)
    except TemplateFault:
        return


def settings(data: bytes) -> None:
    """A project's settings: they are refused in words, or are a configuration."""
    from storyboard.config import load
    from storyboard.roots import speaks_of_storyc

    speaks_of_storyc(data)
    try:
        load(Path("storyc.toml"), {}, {}, data)
    except ConfigError as error:
        _hold(str(error).startswith("storyc.toml: "), "the file is not named")


def lock(data: bytes) -> None:
    """A lock file, which anybody may have written."""
    from storyboard.production.plan import lockfile

    try:
        parsed = lockfile.parse(data)
    except lockfile.LockTrouble:
        return
    _hold(lockfile.parse(lockfile.text(parsed)) == parsed, "a lock is another one when it is written")


def receipt(data: bytes) -> None:
    """A receipt that somebody sends."""
    from storyboard.production.receipts import checked
    from storyboard.records import decoded
    from storyboard.records.receipt import Receipt

    try:
        known = decoded(data, Receipt)
    except msgspec.DecodeError:
        return
    checked(known)


def profile(data: bytes) -> None:
    """A model's profile in a project."""
    from storyboard.profiles import ProfileError, load

    try:
        load("own@segmind", MemoryFiles({"profiles/own@segmind.yaml": data}))
    except ProfileError:
        return


# ---- media and hosts ----------------------------------------------------------------------------------------------


def audio(data: bytes) -> None:
    """The length of a sound file."""
    from storyboard.film.audio import probe

    sound = probe(data[: 1 << 16], len(data))
    _hold(sound is None or (sound.milliseconds or 0) >= 0, "a length below zero")


def picture(data: bytes) -> None:
    """A shot's own picture: what its bytes say, and how it stands on the screen of a small film."""
    from storyboard.film.animatic.screen import PictureFault, planes_on
    from storyboard.film.animatic.sheet import Screen
    from storyboard.film.picture import described, probe
    from storyboard.film.staging.camera import Motion

    own = probe(data)
    _hold(own is not None or bool(described(data)), "neither a picture nor words for what it is")
    if own is not None and own.width * own.height > 1 << 18:
        return  # which is bounded too, and takes long
    try:
        planes_on(Screen(0, 0, 64, 36), data, Motion("right", named=True), grey=False)
    except PictureFault:
        return


@cache
def _scratch() -> Path:
    folder = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return Path(tempfile.mkdtemp(prefix="storyc-fuzz-", dir=folder)) / "film.mp4"


def boxes(data: bytes) -> None:
    """The boxes of an MP4 file, and the parameter sets in one of them."""
    from storyboard.film import boxes as sets
    from storyboard.film.mp4 import facts, outline

    half = len(data) // 2
    sets.headers(data)
    sets.free_identity(data)
    sets.both(data[:half], data[half:])
    _scratch().write_bytes(data)
    outline(_scratch())
    known = facts(_scratch())
    _hold(known is None or (known.rate > 0 and known.length > 0), "a rate or a length that is none")


def film(data: bytes) -> None:
    """A video file measured, as it is after each download."""
    from storyboard.film.probe import UNREADABLE, NotMedia, probe

    _scratch().write_bytes(data)
    try:
        probe(_scratch())
    except (NotMedia, *UNREADABLE):
        return


class _Answer:
    """An answer as the transport has it: a status and headers."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status, self.headers = status, headers


def answer(data: bytes) -> None:
    """What an answer of the host means: 3 digits, then headers, an empty line and a body."""
    from storyboard.profiles import hosts
    from storyboard.providers import HostRefused
    from storyboard.providers.protocols.jobs import answers

    head, _, body = data.partition(b"\n\n")
    lines = head.decode("latin-1").split("\n")
    digits = lines[0][:3]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    given = cast(Any, _Answer(int(digits) if digits.isascii() and digits.isdigit() else 500, headers))
    host = hosts.host("segmind")
    hide = answers.hider("SG_0123456789abcdef")
    verdict = answers.judge(host, given, body, hide)
    if isinstance(verdict, HostRefused):
        row = answers.row(host, given.status, answers.decoded(body))
        _hold(row is not None and bool(row.cause), "refused without a row that says so")
    answers.trouble(host, given, body, hide)
    held = answers.decoded(body)
    for value in (held, *(cast(dict[str, Any], held).values() if isinstance(held, dict) else ()), *headers.values()):
        answers.micro(value)
        answers.job_name(value)
        answers.address(value)
        answers.stamped(value)


TARGETS: dict[str, Target] = {
    "parse": Target(parse, seeds.stories, 120, seeds.story_pieces),
    "front": Target(front, seeds.stories, 140, seeds.story_pieces),
    "check": Target(check, seeds.stories, 40, seeds.story_pieces, 1_500),
    "layout": Target(layout, seeds.stories, 10, seeds.story_pieces, 1_000),
    "import": Target(imported, seeds.foreign, 40, seeds.story_pieces, 1_500),
    "cut": Target(cut, seeds.cuts, 40, seeds.cut_pieces, 6_000),
    "receipt": Target(receipt, seeds.receipts, 20, seeds.lock_pieces),
    "template-check": Target(template_check, seeds.templates, 50, seeds.template_pieces),
    "template": Target(template, seeds.templates, 20, seeds.template_pieces, 1_500),
    "settings": Target(settings, seeds.settings_seeds, 100, seeds.settings_pieces, 2_000),
    "lock": Target(lock, seeds.lock_seeds, 100, seeds.lock_pieces),
    "profile": Target(profile, seeds.profile_seeds, 40, seeds.nothing, 4_000),
    "audio": Target(audio, seeds.sounds, 60, seeds.raw_pieces),
    "picture": Target(picture, seeds.pictures, 40, seeds.raw_pieces, 4_000),
    "boxes": Target(boxes, seeds.films, 120, seeds.raw_pieces, 4_000),
    "film": Target(film, seeds.films, 20, seeds.raw_pieces, 400_000),
    "answer": Target(answer, seeds.answers, 100, seeds.answer_pieces, 2_000),
}
