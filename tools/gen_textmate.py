"""Write the TextMate grammar of editors/vscode from the grammar's expressions; `--check` only compares.

Each terminal of story.lark is one rule, in the same order of precedence, written again for Oniguruma. What depends on
more than one line is the language server's, which tells it by semantic tokens.

An editor compiles all expressions that a line may be held against when the first such line comes, and the marks have
words of forty languages. So the usual mark stands by itself, and all others behind `MAYBE`, which is quick to compile:
a line that cannot be a mark, as most are, is never held against them.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from storyboard.language import words  # noqa: E402
from storyboard.language.syntax.expressions import EXPRESSIONS  # noqa: E402
from storyboard.language.syntax.marks import GROUPS  # noqa: E402
from storyboard.language.syntax.terminals import any_of  # noqa: E402

TARGET = ROOT / "editors" / "vscode" / "syntaxes" / "story.tmLanguage.json"
# The parser of Python's own expressions, which has no public name; nothing that is shipped reads it.
_PARSER: Any = import_module("re._parser")
_MANY = 1 << 16
_CLASSES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
_PLACES = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": r"\A",
    "AT_END_STRING": r"\z",
    "AT_BOUNDARY": r"\b",
    "AT_NON_BOUNDARY": r"\B",
}
# What may be repeated without brackets.
_ATOMS = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN", "BRANCH", "SUBPATTERN", "ATOMIC_GROUP"})
_QUOTES = "\"“”„«「『'‘"
_SCOPES = {
    "ornament": "punctuation.definition.shot.story",
    "label": "keyword.control.shot.story",
    "after_label": "keyword.control.shot.story",
    "number": "constant.numeric.shot.story",
    "after_number": "constant.numeric.shot.story",
    "start": "constant.numeric.time.story",
    "end": "constant.numeric.time.story",
    "until": "constant.numeric.time.story",
    "unit": "keyword.other.unit.story",
    "title": "string.unquoted.title.story",
}
_WORDS = [{"include": "#words"}]
# The mark of most shots.
_USUAL = "SHOT_RANGE"
_MARKS = [name for name in EXPRESSIONS if name in GROUPS or name == "NEAR_MISS"]
_HEADING = r"^(?=[ \t]*#{1,6}[ \t])"
_ORNAMENT = (
    r"[>*_•·|\s\u200b\u2060\ufeff\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200b-\u200d-]|<(?:b|strong|em|i|u|p|li)>"
)
_OPENING = r"[\[(（【]"
_DIGIT = "[0-9０-９]"


def _maybe() -> str:
    """What each line that is a mark, or nearly one, begins with; so do some others.

    A bracket or a number, one or two words before a number, a label or a count in words; or a bracket with a number
    stands somewhere in it, as it does behind each `#` that a mark may have.
    """
    spaced, glued = words.parted(
        words.of("shots", "parts", "weak", "counted", "glued", "by_ordinal", "ordinals", "further")
    )
    signs = [word for word in words.of("counting") if words.unspaced(word)]
    named = rf"(?:{any_of(spaced)})s?(?![^\W\d_])|{any_of([*glued, *signs])}"
    word = r"[^\W\d_][^\s0-9０-９\[\](){}:]*+"
    number = rf"{word}(?:[ \t]{word})?\s*+[#№]?+\s*+{_DIGIT}"
    begins = rf"(?:{_ORNAMENT})*+(?:{_OPENING}|{_DIGIT}|{number}|{named})"
    return rf"(?={begins}|[^\n]*{_OPENING}[^\n]*{_DIGIT})"


MAYBE = _maybe()


def oniguruma(expression: str) -> str:
    """An expression of Python's as one of Oniguruma's, with the same groups; named ones lose their names."""
    return _sequence(_PARSER.parse(expression))


def _sequence(items: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_node(str(kind), value) for kind, value in items)


def _node(kind: str, value: Any) -> str:
    match kind:
        case "LITERAL":
            return _literal(value)
        case "NOT_LITERAL":
            return f"[^{_literal(value)}]"
        case "ANY":
            return r"[^\n]"
        case "IN":
            return _set(value)
        case "AT":
            return _PLACES[str(value)]
        case "BRANCH":
            return f"(?:{'|'.join(map(_sequence, value[1]))})"
        case "SUBPATTERN":
            group, flags, _, inner = value
            opening = "(" if group is not None else "(?i:" if flags else "(?:"
            return f"{opening}{_sequence(inner)})"
        case "ATOMIC_GROUP":
            return f"(?>{_sequence(value)})"
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeat(kind, *value)
        case "ASSERT" | "ASSERT_NOT":
            side, inner = value
            return f"(?{'<' if side < 0 else ''}{'=' if kind == 'ASSERT' else '!'}{_sequence(inner)})"
        case "GROUPREF":
            return rf"(?:\{value})"
        case "GROUPREF_EXISTS":
            group, met, unmet = value
            otherwise = f"|{_sequence(unmet)}" if unmet is not None else ""
            return f"(?({group}){_sequence(met)}{otherwise})"
        case _:
            raise ValueError(f"no rule for {kind}: {value}")


def _repeat(kind: str, least: int, most: int, inner: Any) -> str:
    text = _sequence(inner)
    if len(inner) != 1 or str(inner[0][0]) not in _ATOMS:
        text = f"(?:{text})"
    most = min(most, _MANY)
    if str(inner[0][0]) in ("ASSERT", "ASSERT_NOT") and len(inner) == 1 and (least, most) == (0, 1):
        return f"(?:{_sequence(inner)}|)"  # no assertion may be repeated there
    sign = {(0, 1): "?", (0, _MANY): "*", (1, _MANY): "+"}.get((least, most))
    if sign is None:
        sign = f"{{{least}}}" if least == most else f"{{{least},{'' if most == _MANY else most}}}"
    if kind == "POSSESSIVE_REPEAT":
        return f"(?>{text}{sign})"  # `{1,5}+` is a repetition of a repetition there
    return text + sign + ("?" if kind == "MIN_REPEAT" and least != most else "")


def _set(items: Iterable[tuple[Any, Any]]) -> str:
    parts: list[str] = []
    for kind, value in items:
        match str(kind):
            case "NEGATE":
                parts.append("^")
            case "LITERAL":
                parts.append(_literal(value))
            case "RANGE":
                parts.append(f"{_literal(value[0])}-{_literal(value[1])}")
            case _:
                parts.append(_CLASSES[str(value)])
    return f"[{''.join(parts)}]"


def _literal(code: int) -> str:
    character = chr(code)
    if character == "\n":
        return r"\n"
    if character == "\t":
        return r"\t"
    if code < 0x80:
        return character if character.isalnum() or character in " _<>=!,;:'\"%~`@" else f"\\{character}"
    # A mark that nobody sees, or that sits on its neighbour, is written by its number.
    if unicodedata.category(character)[0] in "CMZ":
        return f"\\x{{{code:X}}}"
    return character


def grammar() -> dict[str, object]:
    """The grammar as it is written to JSON."""
    repository: dict[str, object] = {
        "front": {
            "begin": r"\A(---)[ \t]*$",
            "end": r"^(---)[ \t]*$",
            "beginCaptures": {"1": {"name": "punctuation.definition.front.begin.story"}},
            "endCaptures": {"1": {"name": "punctuation.definition.front.end.story"}},
            "contentName": "meta.embedded.block.yaml",
            "patterns": [{"include": "source.yaml"}, *_yaml()],
        },
        "comment": {"match": _whole("COMMENT"), "name": "comment.line.double-slash.story"},
        "break": {"match": _whole("BREAK"), "name": "meta.separator.story"},
        "heading": {
            "match": r"^[ \t]*(#{1,6})[ \t]+([^\n]*)\n?",
            "name": "markup.heading.story",
            "captures": {
                "1": {"name": "punctuation.definition.heading.story"},
                "2": {"name": "entity.name.section.story", "patterns": _WORDS},
            },
        },
        "setting": _rule(
            "SETTING", "setting", {"1": "keyword.other.setting.story", "2": "string.unquoted.value.story"}
        ),
        "field": _rule("FIELD", "field", {str(n): "variable.parameter.field.story" for n in range(1, 6)}, words="6"),
        "speech": {
            **_rule(
                "PAIR",
                "speech",
                {"1": "entity.name.type.cast.story", "2": "variable.other.state.story", "3": "comment.manner.story"},
                words="4",
            ),
            "match": rf"^(?=[^:：\n]*[:：][ \t*_]*[{_QUOTES}]){oniguruma(EXPRESSIONS['PAIR'])}",
        },
        "words": {"patterns": _inline()},
    }
    plain = [{"include": f"#{name}"} for name in ("field", "speech", "break", "words")]
    head = [{"include": f"#{name}"} for name in ("heading", "break", "setting", "field", "speech", "words")]
    comment = {"include": "#comment"}
    # From its first shot to the next heading a clip has no settings: `audio:` is a sound there.
    repository["clip"] = {
        "patterns": [
            comment,
            _mark(_USUAL),
            _unsure(rf"{_HEADING}|^(?=[ \t]*$)", [comment, *map(_mark, _MARKS), *plain]),
            *plain,
        ]
    }
    # This rule is begun by the first line below the front matter: beside `\A` all others would be compiled twice.
    repository["body"] = {
        "begin": "^",
        "end": "(?!)",
        "patterns": [
            comment,
            _first(_USUAL),
            _unsure(r"^(?=[ \t]*$)", [comment, *map(_first, _MARKS), *head]),
            *head,
        ],
    }
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "Storyboard",
        "scopeName": "source.story",
        "comment": "Generated from grammars/story.lark and grammars/words.yaml by tools/gen_textmate.py.",
        "fileTypes": ["story"],
        "patterns": [{"include": "#front"}, {"include": "#body"}],
        "repository": repository,
    }


def _yaml() -> list[dict[str, object]]:
    """What front matter looks like where an editor knows no YAML."""
    return [
        {"match": r"(?:^|(?<=[ \t]))#[^\n]*", "name": "comment.line.number-sign.story"},
        {
            "match": r"^[ \t]*(?:-[ \t]+)?([^\s:#'\"{}\[\]][^:#\n]*?)[ \t]*:(?=\s|$)",
            "captures": {"1": {"name": "entity.name.tag.story"}},
        },
    ]


def _whole(name: str) -> str:
    return f"^{oniguruma(EXPRESSIONS[name])}"


def _rule(name: str, kind: str, scopes: Mapping[str, str], words: str = "") -> dict[str, object]:
    captures: dict[str, object] = {group: {"name": scope} for group, scope in scopes.items()}
    if words:
        captures[words] = {"patterns": _WORDS}
    return {"match": _whole(name), "name": f"meta.{kind}.story", "captures": captures}


def _mark(name: str) -> dict[str, object]:
    """The rule of a line that starts a shot; what stands behind the mark is words."""
    groups = GROUPS.get(name) or ["" for _ in range(_PARSER.parse(EXPRESSIONS[name]).state.groups - 2)] + ["rest"]
    captures: dict[str, object] = {}
    for place, group in enumerate(groups, start=1):
        if group == "rest":
            captures[str(place)] = {"patterns": _WORDS}
        elif group in _SCOPES:
            captures[str(place)] = {"name": _SCOPES[group]}
    kind = "shot" if name in GROUPS else "shot.unclear"
    return {"match": _whole(name), "name": f"meta.{kind}.story", "captures": captures}


def _first(name: str) -> dict[str, object]:
    """The rule of a clip that begins with a mark of this form."""
    mark = _mark(name)
    return {
        "begin": mark["match"],
        "beginCaptures": {"0": {"name": mark["name"]}, **cast("dict[str, object]", mark["captures"])},
        "end": _HEADING,
        "patterns": [{"include": "#clip"}],
    }


def _unsure(end: str, patterns: list[dict[str, Any]]) -> dict[str, object]:
    """The rule of a line that may be a mark, and of those below it: whatever they are is among its patterns."""
    return {"begin": f"^{oniguruma(MAYBE)}", "end": end, "patterns": patterns}


def _inline() -> list[dict[str, object]]:
    """What stands inside of words: escapes, notes, variables, mentions of the cast, speech."""
    speech = [('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』")]
    return [
        {"match": r"\\[^\s\w]", "name": "constant.character.escape.story"},
        {"match": r"\[\[[^\n]*?\]\]", "name": "comment.block.note.story"},
        {
            "match": r"(\{\{)[ \t]*([^\W\d][\w-]*)[ \t]*(\}\})",
            "captures": {
                "1": {"name": "punctuation.definition.variable.begin.story"},
                "2": {"name": "variable.other.story"},
                "3": {"name": "punctuation.definition.variable.end.story"},
            },
        },
        {
            "match": r"(?<![\w@])(@[^\W\d_][\w-]*)(?:(/)([^\W\d_][\w-]*))?",
            "captures": {
                "1": {"name": "entity.name.type.cast.story"},
                "3": {"name": "variable.other.state.story"},
            },
        },
        *(
            {"match": f"{opening}[^\\n{opening}{closing}]+{closing}", "name": "string.quoted.double.story"}
            for opening, closing in speech
        ),
    ]


def main() -> None:
    """Write the grammar, or leave with 1 where it is out of date."""
    text = json.dumps(grammar(), ensure_ascii=False, indent=1) + "\n"
    stale = not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text
    name = TARGET.relative_to(ROOT).as_posix()
    if stale and "--check" in sys.argv[1:]:
        sys.exit(f"out of date: {name}; run `make tables`")
    if stale:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"textmate: {name if stale else 'nothing changed'}")


if __name__ == "__main__":
    main()
