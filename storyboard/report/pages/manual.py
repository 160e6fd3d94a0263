"""The manual page of all commands, in the language of troff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import dedent

import msgspec


class CommandHelp(msgspec.Struct, frozen=True):
    """What the help of a command says: how it is called, its text, and each option with what that does."""

    usage: str
    text: str
    options: tuple[tuple[str, str], ...] = ()


def render(version: str, text: str, commands: Sequence[CommandHelp], codes: Mapping[int, str]) -> str:
    """`storyc(1)`, for `man`; `text` says what the program is for, `codes` what its exit codes mean."""
    lines = [
        f'.TH STORYC 1 "" "storyc {version}"',
        ".SH NAME",
        r"storyc \- compile storyboards into video",
        ".SH SYNOPSIS",
        ".B storyc",
        r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIPATH\fR...]",
        ".SH DESCRIPTION",
        *_prose(text),
        ".SH COMMANDS",
    ]
    for command in commands:
        lines += [f".SS {_text(command.usage)}", *_prose(command.text)]
        for option, meaning in command.options:
            lines += [".TP", f"\\fB{_text(option)}\\fR", _text(meaning)]
    lines.append(".SH EXIT STATUS")
    for code, meaning in codes.items():
        lines += [".TP", f".B {code}", _text(meaning)]
    return "\n".join(lines) + "\n"


def _prose(text: str) -> Iterator[str]:
    """Paragraphs of help; behind a backspace click leaves lines as they are."""
    for block in text.split("\n\n"):
        marked, _, rest = block.partition("\b")
        if not marked.strip() and rest:
            yield from (".PP", ".nf", *map(_text, dedent(rest.lstrip("\n")).splitlines()), ".fi")
        else:
            yield from (".PP", _text(" ".join(block.split())))


def _text(text: str) -> str:
    """A line of text in which troff obeys nothing."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    plain = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in plain)
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
