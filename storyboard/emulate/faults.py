"""What can go wrong at a host, by name, and which of it happens at which submit."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from storyboard.patterns import lazy

Stage = Literal["instead", "lost", "body", "clip", "job", "history", "always", "head"]
Wants = Literal[
    "", "seconds", "url", "megabytes", "where", "count", "size", "track", "times", "dollars", "drift", "repeat", "name"
]  # fmt: skip

# The last `:N` of an address without a path is its port.
_BARE_URL = lazy(r"[a-z]++://[^/]*+")
_EVERY = lazy(r"(.*):([0-9]{1,6})", re.DOTALL)
_NUMBER = lazy(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_DRIFT = lazy(r"-?[0-9]{1,9}")
_DOLLARS = lazy(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_WHERE = ("answer", "length")
_MOST = 1000  # pages or rows
_SIZE = lazy(r"[1-9][0-9]{1,3}x[1-9][0-9]{1,3}")
REPEATS = ("refuse", "return", "again")
_HERE = "here"  # where a redirect leads that names no address


class Kind(msgspec.Struct, frozen=True):
    """A fault that can be asked for: when it acts, what its argument is, the one taken where none is given, and help.

    `instead` answers in place of the host and bills nothing, `lost` bills and hides it, `body` spoils what is delivered
    (with v2 the first fetch of the file), `clip` has another clip made, or given otherwise, each time it is delivered;
    `job` and `history` spoil the record, `head` what is above every answer. What is `always` so begins with no submit.
    """

    name: str
    stage: Stage
    help: str
    wants: Wants = ""
    default: str = ""


class Fault(msgspec.Struct, frozen=True):
    """A fault at every `every`-th submit, with its argument as text and, where it is one, as a number."""

    kind: Kind
    text: str = ""
    number: float = 0.0
    every: int = 1

    @property
    def name(self) -> str:
        """The fault's name."""
        return self.kind.name


KINDS = {
    kind.name: kind
    for kind in (
        Kind("cut-before-billing", "instead", "the connection ends without an answer; nothing was begun"),
        Kind("cut-after-billing", "lost", "the connection ends without an answer; the job runs and is billed"),
        Kind("slow", "body", "the answer begins S seconds late", "seconds", "2"),
        Kind("pause", "body", "half of the body, then nothing for S seconds, then the rest", "seconds", "2"),
        Kind(
            "truncate",
            "body",
            "half of the body, then the end; `=length` after a full Content-Length, `=answer` of a v2 submit's answer",
            "where",
        ),
        Kind("wrong-type", "body", "200 with a page of HTML; `=answer` in place of a v2 submit's answer", "where"),
        Kind("huge", "body", "the clip, then zeros up to so many megabytes", "megabytes", "600"),
        Kind("gzip-bomb", "body", "a small gzip body that unpacks to so many megabytes", "megabytes", "200"),
        Kind("redirect", "instead", "307 to the URL; nothing was begun", "url"),
        Kind("html-405", "instead", "405 with a page of HTML"),
        Kind("403", "instead", "403, the account may not use the model"),
        Kind("502", "instead", "502 from the gateway; nothing was begun"),
        Kind("502-billed", "lost", "502 from the gateway; the job runs and is billed"),
        Kind("503", "instead", "503 from the gateway; nothing was begun"),
        Kind(
            "503-json",
            "instead",
            "503 with the host's error in JSON: nothing was begun, wait S seconds",
            "seconds",
            "1",
        ),
        Kind("504", "instead", "504 from the gateway; nothing was begun"),
        Kind("504-billed", "lost", "504 from the gateway; the job runs and is billed"),
        Kind("500-html", "instead", "500 with a page of HTML; nothing was begun"),
        Kind("500-json", "instead", "500 with the host's error in JSON; not billed"),
        Kind("429", "instead", "429; the header says to wait S seconds", "seconds", "1"),
        Kind("406-credits", "instead", "406, the credits do not suffice"),
        Kind("406-spend", "instead", "406, the team's spend limit is reached"),
        Kind("410", "instead", "410, the model is withdrawn"),
        Kind("short", "clip", "the clip lasts S seconds", "seconds", "1"),
        Kind("size", "clip", "the clip has this size", "size", "320x240"),
        Kind("silent", "clip", "the clip has no sound; `=track`: it has a track, and nothing is heard in it", "track"),
        Kind("junk", "clip", "the clip is boxes full of random bytes, the first N times, or always", "times", "0"),
        Kind("no-content-type", "clip", "the clip comes without a Content-Type"),
        Kind("file-redirect", "clip", "302 to the URL, or else to another address of the file", "url", _HERE),
        Kind("failed-with-cost", "job", "the job fails when it has run, and is billed all the same"),
        Kind("failed", "job", "the job fails when it has run: 422 with v2, 500 with v1; not billed"),
        Kind("cost", "job", "the host charges so many USD, whatever its price says", "dollars", "1.9"),
        Kind("no-cost", "job", "nothing names what was charged; with `=answer` the history does", "where"),
        Kind("clock", "head", "the Date of every answer is off by S seconds, as -7200", "drift", "3600"),
        Kind("answer", "job", "one of the odd answers of the host, which `--list-faults --host` names", "name"),
        Kind("expired", "job", "the record is gone as soon as the submit was answered"),
        Kind("history-late", "history", "the job shows in the history S seconds after its submit", "seconds", "5"),
        Kind("history-empty", "history", "the job never shows in the history"),
        Kind("history-twice", "history", "the job shows twice in the history"),
        Kind("history-500", "history", "the first call of the history that would show the job answers 500"),
        Kind(
            "older-job",
            "history",
            "the history shows, once this submit came, one of another machine that asked for the same S seconds before",
            "seconds",
            "60",
        ),
        Kind("history-lag", "always", "the history is S seconds behind in all that it shows", "seconds", "5"),
        Kind("history-pages", "always", "so many pages of other jobs come first in the history", "count", "1"),
        Kind(
            "repeat",
            "always",
            "a submit under a name that is taken: `=refuse`, `=return` of the first answer, `=again` another job",
            "repeat",
            "refuse",
        ),
        Kind("history-rows", "always", "a page of the history has so many rows, whatever is asked for", "count", "20"),
    )
}
NONE = "none"


class NoFault(ValueError):
    """Words that name no fault; the text says which, and what disagrees."""


def parse(words: str) -> Fault:
    """The fault that `NAME[=ARG][:EVERY]` means. Raises NoFault."""
    name, equals, argument = words.strip().partition("=")
    every = 1
    head = argument if equals else name
    match = None if _BARE_URL.fullmatch(head) else _EVERY.fullmatch(head)
    if match:
        head, every = match[1], int(match[2])
    name, argument = (name, head) if equals else (head, "")
    kind = KINDS.get(name)
    if kind is None:
        from storyboard.diagnostics import nearest

        near = nearest(name, KINDS, 0.5)
        raise NoFault(f"no fault is called `{name[:60]}`{f'; did you mean `{near}`?' if near else ''}")
    if every < 1:
        raise NoFault(f"`{words[:60]}` happens at every 0th submit, the least is every first")
    if kind.stage == "always" and every > 1:
        raise NoFault(f"`{name}` holds all the time, but `{words[:60]}` asks for some submits")
    return _argued(kind, argument if equals else kind.default, every)


def _argued(kind: Kind, argument: str, every: int) -> Fault:
    number = 0.0
    match kind.wants:
        case "seconds" | "megabytes" | "times":
            if not _NUMBER.fullmatch(argument):
                raise NoFault(f"`{kind.name}` wants {kind.wants}, `{argument[:60]}` is no number")
            number = float(argument)
        case "count":
            if not argument.isdecimal() or not 1 <= int(argument) <= _MOST:
                raise NoFault(f"`{kind.name}` wants a number from 1 to {_MOST}, `{argument[:60]}` is none")
            number = float(argument)
        case "size":
            if not _SIZE.fullmatch(argument) or any(int(side) % 2 for side in argument.split("x")):
                raise NoFault(f"`{kind.name}` wants an even size as 320x240, `{argument[:60]}` is none")
        case "track":
            if argument not in ("", "track"):
                raise NoFault(f"`{kind.name}` knows track, not `{argument[:60]}`")
        case "dollars":
            if not _DOLLARS.fullmatch(argument):
                raise NoFault(f"`{kind.name}` wants dollars with at most four places, `{argument[:60]}` are none")
            number = float(argument)
        case "drift":
            if not _DRIFT.fullmatch(argument):
                raise NoFault(f"`{kind.name}` wants whole seconds, `{argument[:60]}` are none")
            number = float(argument)
        case "url":
            if argument != (kind.default or None) and (
                not argument.startswith(("http://", "https://"))
                or not argument.isascii()
                or not argument.isprintable()
                or " " in argument
            ):
                raise NoFault(f"`{kind.name}` wants an address, `{argument[:60]}` is none")
        case "name":
            if not argument:
                raise NoFault(f"`{kind.name}` wants the name of an answer")
        case "repeat":
            if argument not in REPEATS:
                raise NoFault(f"`{kind.name}` knows {', '.join(REPEATS)}, not `{argument[:60]}`")
        case "where":
            if argument and argument not in _WHERE:
                raise NoFault(f"`{kind.name}` knows {' and '.join(_WHERE)}, not `{argument[:60]}`")
        case _:
            if argument:
                raise NoFault(f"`{kind.name}` wants nothing, but `{argument[:60]}` is given")
    return Fault(kind, argument, number, every)


def script(text: str) -> tuple[tuple[Fault, ...], ...]:
    """The faults of each submit in turn, from a list in YAML or JSON whose items are a fault, a list, or `none`.

    Raises NoFault, which names the item that is no fault.
    """
    submits: list[tuple[Fault, ...]] = []
    for number, item in enumerate(_items(text), 1):
        try:
            submits.append(tuple(parse(words) for words in item if words not in ("", NONE)))
        except NoFault as error:
            raise NoFault(f"submit {number}: {error}") from error
    return tuple(submits)


def _items(text: str) -> list[list[str]]:
    if text.lstrip().startswith("["):
        try:
            read = msgspec.json.decode(text, type=list[str | list[str] | None])
        except msgspec.DecodeError as error:
            raise NoFault(f"it is no list of names: {str(error).replace('Invalid', 'no valid')}") from error
        return [[item] if isinstance(item, str) else item or [] for item in read]
    from storyboard.language import yamltext
    from storyboard.source import Source

    # The reader takes keys with values, so the list gets a key; what is reported is counted in the writer's lines.
    source = Source("script", f"faults:\n{text}\n")
    root, findings = yamltext.read(source, 0, len(source.text))
    if findings:
        line = source.place(findings[0].span.start).line - 1
        raise NoFault(f"line {line}: {findings[0].message}")
    faults = yamltext.entry(root, "faults")
    if not isinstance(faults, yamltext.Sequence) or len(root.entries) > 1:
        raise NoFault("it holds no list")
    return [_words(item) for item in faults.items]


def _words(node: object) -> list[str]:
    from storyboard.language.yamltext import Scalar, Sequence

    if isinstance(node, Scalar):
        return [node.text]
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    raise NoFault("an item is neither a fault nor a list of faults")


def at(number: int, always: tuple[Fault, ...], planned: tuple[tuple[Fault, ...], ...]) -> tuple[Fault, ...]:
    """The faults of the submit with this number, counted from 1: those of the script, then those of every n-th."""
    own = planned[number - 1] if number <= len(planned) else ()
    return (*own, *(fault for fault in always if number % fault.every == 0))
