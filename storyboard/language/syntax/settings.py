"""Settings: which keys there are, where each may stand, and how its value is read from text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from storyboard import timing
from storyboard.diagnostics import Edit, Finding, Fix, Note, Safety, nearest
from storyboard.language import words, yamltext
from storyboard.language.story import Row, Setting
from storyboard.language.syntax.parser import pattern
from storyboard.language.syntax.pictures import stray_picture
from storyboard.language.syntax.slips import called, length_typed, lying, of_project, people, setting_slip
from storyboard.patterns import lazy
from storyboard.source import Source, Span

_TAG = lazy(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class _Bad(Exception):
    """A value that is not of its key's form; the text says which form that is, as an imperative.

    `meant` is the value that another one stands for, where there is no doubt.
    """

    def __init__(self, help: str, meant: str | None = None) -> None:
        super().__init__(help)
        self.meant = meant


class SettingKey(msgspec.Struct, frozen=True):
    """One setting: whether a clip may have it, and how its value is read."""

    in_clip: bool
    read: Callable[[yamltext.Node], Any]


def _text(node: yamltext.Node) -> str:
    if not isinstance(node, yamltext.Scalar):
        raise _Bad("write one line of text")
    return node.text.strip()


def _listing(node: yamltext.Node) -> str:
    if isinstance(node, yamltext.Sequence) and all(isinstance(item, yamltext.Scalar) for item in node.items):
        texts = [item.text.strip() for item in node.items if isinstance(item, yamltext.Scalar)]
        raise _Bad("write one line of text", ", ".join(texts))
    return _text(node)


def _word(node: yamltext.Node) -> str:
    text = _text(node)
    if not text:
        raise _Bad("write a value after the colon, or delete the line")
    return text


def _language(node: yamltext.Node) -> str:
    text = _word(node)
    if not _TAG.fullmatch(text):
        meant = words.languages("names").get(words.fold(text), (re.sub("[_ ]", "-", text),))[0]
        tag = _TAG.fullmatch(meant) is not None
        raise _Bad("write a language tag, like `en`, `zh` or `pt-BR`", meant if tag else None)
    return text


def _duration(node: yamltext.Node) -> int | None:
    text = _word(node)
    if text.lower() == "auto":
        return None
    number = length_typed(text.rstrip(". "))
    if number is None or timing.milliseconds(number) == 0:
        clock = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", text)
        minutes = re.fullmatch(rf"([0-9]{{1,2}})[ \t]*(?:{words.alternation(words.of('minutes'))})", words.fold(text))
        meant = str(int(clock[1]) * 60 + int(clock[2])) if clock else str(int(minutes[1]) * 60) if minutes else None
        raise _Bad("write `auto` or a number of seconds, like `10`, `10s` or `10 seconds`", meant)
    return timing.milliseconds(number)


def _integer(node: yamltext.Node) -> int:
    text = _word(node)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        counted = re.fullmatch(r"([0-9]{1,9})[ \t]*[^\W\d_]+", text)  # `3 takes`
        raise _Bad("write a whole number", counted[1] if counted else None)
    return int(text)


def _count(node: yamltext.Node) -> int:
    number = _integer(node)
    if not 1 <= number <= 100:
        raise _Bad("write a whole number from 1 to 100")
    return number


def _switch(node: yamltext.Node) -> bool | None:
    text = _word(node).lower()
    if text not in ("auto", "true", "false"):
        raise _Bad(
            "write `auto`, `true` or `false`", {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text)
        )
    return None if text == "auto" else text == "true"


def _split(node: yamltext.Node) -> bool:
    text = _word(node).lower()
    if text not in ("never", "auto"):
        raise _Bad(
            "write `never` or `auto`",
            {"yes": "auto", "true": "auto", "on": "auto", "no": "never", "false": "never", "off": "never"}.get(text),
        )
    return text == "auto"


def _template(node: yamltext.Node) -> str:
    text = _word(node)
    if not re.fullmatch(r"[\w][\w.-]{0,63}", text) or ".." in text:
        raise _Bad("write a template's name without a folder or suffix, like `wan`")
    return text


def _mapping(node: yamltext.Node) -> yamltext.Mapping:
    if isinstance(node, yamltext.Scalar) and not node.text:
        return yamltext.Mapping((), node.span)
    if not isinstance(node, yamltext.Mapping):
        from storyboard.language.syntax.meant import first_entry  # few stories write a block as a list

        entry = first_entry(node) or "  name: value"
        raise _Bad(f"write each entry on its own line as `{entry}`, indented by two and without a dash")
    return node


def _paths(node: yamltext.Node) -> tuple[yamltext.Scalar, ...]:
    if isinstance(node, yamltext.Scalar):
        return (node,) if _word(node) else ()
    if isinstance(node, yamltext.Sequence) and all(isinstance(item, yamltext.Scalar) for item in node.items):
        return tuple(item for item in node.items if isinstance(item, yamltext.Scalar))
    raise _Bad("write one path, or a list of paths")


KEYS: dict[str, SettingKey] = {
    "title": SettingKey(False, _text),
    "language": SettingKey(False, _language),
    "model": SettingKey(False, _word),
    "duration": SettingKey(True, _duration),
    "size": SettingKey(True, _word),
    "seed": SettingKey(True, _integer),
    "negative_prompt": SettingKey(True, _listing),
    "audio": SettingKey(True, _word),
    "multi_shots": SettingKey(True, _switch),
    "enable_prompt_expansion": SettingKey(True, _switch),
    "takes": SettingKey(True, _count),
    "pick": SettingKey(True, _count),
    "split": SettingKey(False, _split),
    "template": SettingKey(True, _template),
    "frames": SettingKey(False, _word),
    "cast": SettingKey(False, _mapping),
    "vars": SettingKey(False, _mapping),
    "variants": SettingKey(False, _mapping),
    "include": SettingKey(False, _paths),
}
# The settings whose entries stand below them.
_BLOCKS = ("cast", "vars", "variants")
# Words of programs for no value, and the settings that are left out where there is none.
_NOTHING = frozenset({"none", "null", "nil", "n/a", "no", "off", "false", "-", "--", "~"})
_ABLE = frozenset({"model", "duration", "size", "seed", "audio", "takes", "pick", "frames"})
# A key whose move changes what is paid for, or which picture is made.
COSTLY = frozenset({"duration", "size", "model", "takes"})
# What an include may share: everything but what belongs to one story alone.
NOT_SHARED = frozenset({"title", "variants"})


def typed(key: str, node: yamltext.Node, key_span: Span) -> Setting | Finding:
    """The setting with its value read by its key, or what is wrong with the value."""
    if key in _ABLE and isinstance(node, yamltext.Scalar) and node.text.strip().casefold() in _NOTHING:
        return _nothing(key, node, key_span)
    try:
        value = KEYS[key].read(node)
    except _Bad as bad:
        kind = "a list" if isinstance(node, yamltext.Sequence) else "a block"
        shown = f"`{node.text[:40]}`" if isinstance(node, yamltext.Scalar) else kind
        form = str(bad).removeprefix("write ").partition(", like")[0]
        message = f"`{key}` is {shown}, not {form}"
        if KEYS[key].read is _mapping:
            message = f"`{key}` is {shown}, not lines of `name: value`"
        if shown == "``":
            message = f"`{key}` has no value"
        fix = help = None
        from storyboard.language.syntax.meant import unquoted

        if (inside := unquoted(node)) is not None and isinstance(typed(key, inside, key_span), Setting):
            bad.meant = inside.text
        if bad.meant is not None:
            help = f"write `{bad.meant}`"
            where = yamltext.words(node) if isinstance(node, yamltext.Scalar) else node.span
            inline = isinstance(node, yamltext.Scalar) or KEYS[key].read is _listing
            fix = Fix(Safety.UNSAFE, help, (Edit(where, bad.meant),)) if inline else None
        place = node.span if node.span.end > node.span.start else key_span
        return Finding(message, place, help or str(bad), code="SB112", fix=fix)
    if isinstance(node, yamltext.Scalar):
        return Setting(key, value, yamltext.words(node), key_span, node.text)
    return Setting(key, value, node.span, key_span)


def _nothing(key: str, node: yamltext.Scalar, key_span: Span) -> Finding:
    """The finding for a setting that says it has no value: its words are no value either."""
    line = msgspec.structs.replace(key_span, end=node.span.end)
    return Finding(
        f"`{key}` is `{node.text.strip()}`, but a setting without a value is left out",
        node.span,
        "delete the line",
        code="SB112",
        fix=Fix(Safety.UNSAFE, f"delete `{key}`", (Edit(line, ""),)),
    )


def from_mapping(
    mapping: yamltext.Mapping, allowed: Iterable[str], what: str
) -> tuple[dict[str, Setting], list[Finding]]:
    """The settings of front matter, an include or a variant; `what` names it in messages about unknown keys."""
    settings: dict[str, Setting] = {}
    findings: list[Finding] = []
    known = list(allowed)
    block = ""  # the key of one that has no entries
    beside: dict[str, list[Span]] = {}
    for scalar, node in mapping.entries:
        key = scalar.text.strip().lower()
        if block and key not in known:
            beside.setdefault(block, []).append(scalar.span)
            continue
        block = key if key in _BLOCKS and isinstance(node, yamltext.Scalar) and not node.text else ""
        if key not in known:
            near = nearest(key, known) or called(key, known)
            shape = lying(node.text.strip() if isinstance(node, yamltext.Scalar) else "") if near == "size" else ""
            fix = Fix(Safety.UNSAFE, f"write `{near}`", (Edit(scalar.span, near),)) if near and not shape else None
            listed = ", ".join(known)
            prose = words.fold(key) in words.lookup("styles", "light", "camera", "actions") and "model" in known
            other = "write it as words below the settings, where the overview stands" if prose else of_project(key)
            findings.append(
                Finding(
                    f"`{scalar.text}` is not a setting of {what}",
                    scalar.span,
                    shape or (f"write `{near}`" if near else other or f"delete it, or use one of: {listed}"),
                    code="SB105",
                    fix=fix,
                )
            )
            continue
        setting = typed(key, node, scalar.span)
        if isinstance(setting, Finding):
            findings.append(setting)
        elif key in settings:  # in another case: `Title:` and `title:`
            findings.append(twice(setting, settings[key]))
        else:
            settings[key] = setting
    findings += [unindented(key, spans) for key, spans in beside.items()]
    return settings, findings


def from_rows(
    source: Source, rows: tuple[Row, ...], *, in_clip: bool, depth: int, nodes: int
) -> tuple[dict[str, Setting], list[Row], list[Finding]]:
    """The settings among the rows before a clip's first shot, the rows that are left, and the findings.

    A setting takes the deeper-indented rows below it as its value. Under a heading (`in_clip`) a story-only key is
    a finding, and its lines are neither setting nor text.
    """
    settings: dict[str, Setting] = {}
    # A length below a heading may be that of a shot.
    others = KEYS.keys() - {"duration"} if in_clip else KEYS.keys()
    left: list[Row] = []
    findings: list[Finding] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if row.kind != "SETTING":
            text = row.kind in ("TEXT", "PAIR")
            slip = text and (people(source, row, rows[at:]) or setting_slip(source, row, KEYS, others))
            slip = slip or stray_picture(source, row)
            if slip:
                findings.append(slip)
            left.append(row)
            continue
        match = pattern("SETTING").match(row.text)
        assert match is not None
        indent = len(row.text) - len(row.text.lstrip())
        end = at
        while end < len(rows) and (rows[end].kind == "BLANK" or _indent(rows[end]) > indent):
            end += 1
        while end > at and rows[end - 1].kind == "BLANK":
            end -= 1
        key = match[1].lower()
        key_span = source.span(row.start + match.start(1), row.start + match.end(1))
        last = rows[end - 1] if end > at else row
        node, wrong = yamltext.read_value(
            source, row.start + match.start(2), last.start + len(last.text), depth=depth, nodes=nodes
        )
        at = end
        findings += wrong
        setting = typed(key, node, key_span)
        entries = _entries(source, rows, end, indent) if key in _BLOCKS and row is last and not match[2].strip() else []
        if entries:
            findings.append(unindented(key, entries))
        if in_clip and not KEYS[key].in_clip:
            findings.append(misplaced(source, key, key_span, row, last, "under a heading", to_story=True))
        elif isinstance(setting, Finding):
            findings.append(setting)
        elif key in settings:
            findings.append(twice(setting, settings[key]))
        else:
            settings[key] = setting
    return settings, left, findings


def _entries(source: Source, rows: tuple[Row, ...], at: int, indent: int) -> list[Span]:
    """The rows right below a block without entries that look like these, as deep as the block itself."""
    spans: list[Span] = []
    for row in rows[at:]:
        match = pattern("PAIR").match(row.text) if row.kind == "PAIR" and _indent(row) == indent else None
        if match is None or not match[4].strip():
            break
        spans.append(source.span(row.start + indent, row.start + match.end(1)))
    return spans


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())


def unindented(key: str, beside: list[Span]) -> Finding:
    """The finding for a block without entries, with the lines behind it that were meant as these."""
    first = beside[0]
    edits = tuple(Edit(Span(span.path, span.start, span.start), "  ") for span in beside)
    return Finding(
        f"`{key}` has no entries, and the lines below it are not indented",
        first,
        f"indent by two what belongs to `{key}`",
        code="SB112",
        fix=Fix(Safety.UNSAFE, f"indent what stands below `{key}`", edits),
    )


def twice(second: Setting, first: Setting) -> Finding:
    """The finding for a key that stands twice in one place."""
    return Finding(
        f"`{second.key}` is set twice, to `{first.typed or '…'}` and to `{second.typed or '…'}`",
        second.key_span,
        "delete one of the two",
        code="SB104",
        related=(Note("it is set here first", first.key_span),),
    )


def top(source: Source) -> int:
    """Where a setting of the story belongs: the file's top, or inside its front matter."""
    return source.line_start(2) if re.match(r"---[ \t]*\n", source.text) else 0


def misplaced(
    source: Source, key: str, key_span: Span, row: Row, last: Row, where: str, *, to_story: bool, target: int = -1
) -> Finding:
    """The finding for a setting that stands where it cannot hold, with the fix that moves its lines.

    `target` is the offset of the line before which it belongs; by default, and for a key that no clip may have, the
    top of the file or its front matter.
    """
    first = top(source)
    if target < 0 or not KEYS[key].in_clip:
        to_story = to_story or target != first
        target = first
    end = min(last.start + len(last.text) + 1, len(source.text))
    lines = source.text[row.start : end].rstrip("\n") + "\n"
    lead = len(row.text) - len(row.text.lstrip())
    moved = "".join(line[lead:] if line[:lead].isspace() or not lead else line for line in lines.splitlines(True))
    place = "above the story's first heading" if to_story else "before the clip's first shot"
    edits = Edit(source.span(target, target), moved), Edit(source.span(row.start, end), "")
    fix = Fix(Safety.UNSAFE if key in COSTLY else Safety.SAFE, f"move `{key}` {place}", edits)
    why, remedy = f"it counts only {place}", f"move it {place}"
    above = f"\n{source.text[: row.start]}".partition("\n#")[0]  # the first heading
    if to_story and row.start == last.start and re.search(rf"(?im)^{key}[ \t]*[:：]", above):
        # Moved it would stand there twice; `Title: "…"` below the last shot is a card that is to be read.
        fix = Fix(Safety.UNSAFE, "make it text", (Edit(source.span(key_span.start, key_span.start), "\\"),))
        why, remedy = "and the story has one", "delete it"
    message, help = f"the setting `{key}` stands {where}, {why}", f"{remedy}, or write `\\{key}` to make it text"
    return Finding(message, key_span, help, code="SB111", fix=fix)
