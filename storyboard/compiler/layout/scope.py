"""What a story may use: its settings, cast and variables, with includes and the variant's overrides put in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from storyboard.compiler.layout import fields
from storyboard.compiler.layout.inline import Names, known_names, read_value
from storyboard.config import Limits
from storyboard.diagnostics import Bag, Edit, Finding, Fix, Note, Safety, nearest
from storyboard.language import yamltext
from storyboard.language.story import Ignore, Member, Row, Script, Setting, Text, Value
from storyboard.language.syntax.script import UNREADABLE, read_text, shared_ignores
from storyboard.language.syntax.settings import KEYS, NOT_SHARED, from_mapping, from_rows, twice
from storyboard.source import NO_FILE, Files, Source, read_or_why
from storyboard.source.paths import project_path
from storyboard.source.unseen import unfit

_DASHES = ("-", "–", "—")
_FENCED = 200  # lines in which front matter is closed
_STRUCTURED = ("cast", "vars", "variants", "include")
_IN_VARIANT = [key for key in KEYS if key not in ("variants", "include")]


class ScopeReading(msgspec.Struct, frozen=True):
    """What a compile reads through and collects into: the files, the limits, every source read, the findings.

    `ignores` are the ignore comments of included files.
    """

    files: Files
    limits: Limits
    sources: dict[str, Source]
    bag: Bag
    ignores: list[Ignore]


class Scope(msgspec.Struct, frozen=True):
    """The resolved settings of a story: its own with its includes', the variant's, the names, and the rows left.

    `own` are those that the story's file has itself, with what stands below `cast`, `vars`, `variants` and `include`.
    """

    settings: dict[str, Setting]
    overrides: dict[str, Setting]
    names: Names
    variants: tuple[str, ...]
    head: tuple[Row, ...]
    own: dict[str, Setting] = {}


def read_scope(
    reading: ScopeReading, source: Source, script: Script, variant: str, sets: Iterable[tuple[str, str]]
) -> Scope:
    """The scope of a story, or of one of its variants; what is wrong goes into the reading's bag."""
    front, left = _own(reading, source, script)
    layers = [*_included(reading, source, front, (source.path,), set()), front]
    merged: dict[str, Setting] = {}
    cast: dict[str, tuple[yamltext.Scalar, yamltext.Node]] = {}
    variables: dict[str, Value] = {}
    for layer in layers:
        merged.update(layer)
        _merge(reading, layer, cast, variables)
    overrides: dict[str, Setting] = {}
    variants = merged.get("variants")
    named: tuple[str, ...] = ()
    if variants is not None:
        named = tuple(key.text.strip() for key, _ in variants.value.entries)
        for key, node in variants.value.entries:
            settings = _variant(reading, key, node)
            if key.text.strip() == variant:
                overrides = settings
                _merge(reading, settings, cast, variables)
    for name, text in sets:
        character = unfit(text)
        if character is not None:
            help = "take it out; only tabs and line ends may stand between the letters"
            reading.bag.add(
                Finding(f"the value given to `{name}` holds {character}", source.span(0, 0), help, code="SB101")
            )
        variables[name] = Value(text, source.span(0, 0))
    plain = known_names({}, variables)
    members = {name: _member(reading, scalar, node, plain) for name, (scalar, node) in cast.items()}
    _tell_alike(reading, members)
    kept = {key: setting for key, setting in merged.items() if key not in _STRUCTURED}
    over = {key: setting for key, setting in overrides.items() if key not in _STRUCTURED}
    language = over.get("language", kept.get("language"))
    words = fields.named(source, script, language.value if language is not None else "", members)
    using = msgspec.structs.replace(known_names(members, variables), fields=words)
    return Scope(kept, over, using, named, tuple(left), front)


def _own(reading: ScopeReading, source: Source, script: Script) -> tuple[dict[str, Setting], list[Row]]:
    settings: dict[str, Setting] = {}
    limits = reading.limits
    if script.front is not None:
        start = script.front.start + script.front.text.index("\n") + 1
        end = start + max(script.front.text[start - script.front.start :].rfind("\n") + 1, 0)
        mapping, findings = yamltext.read(source, start, end, depth=limits.yaml_depth, nodes=limits.yaml_nodes)
        reading.bag.extend(findings)
        settings, findings = from_mapping(mapping, KEYS, "a story")
        reading.bag.extend(findings)
    elif source.text.startswith("---") and source.line(1).strip(" \t") == "---":
        reading.bag.add(_unclosed(source))
    elif source.text.startswith((*_DASHES, "+++")) and (fence := _fence(source)) is not None:
        reading.bag.add(fence)
    more, left, findings = from_rows(
        source, script.head, in_clip=False, depth=limits.yaml_depth, nodes=limits.yaml_nodes
    )
    reading.bag.extend(findings)
    for key, setting in more.items():
        if key in settings:
            reading.bag.add(twice(setting, settings[key]))
        else:
            settings[key] = setting
    return settings, left


def _fence(source: Source) -> Finding | None:
    """The finding for a first line of other dashes above settings: `—-` of a word processor, `+++` of TOML."""
    lines = [source.line(number) for number in range(1, min(source.line_count, _FENCED) + 1)]
    first = lines[0].strip()
    sign = "=" if first == "+++" else ":"
    key = lines[1].partition(sign)[0].strip().lower() if len(lines) > 1 and sign in lines[1] else ""
    if first == "---" or (first != "+++" and first.strip("".join(_DASHES))) or key not in KEYS:
        return None
    closing = next((at for at, line in enumerate(lines[1:], 2) if line and not line.strip(f" \t-–—{first[0]}")), 0)
    edits = [
        Edit(source.span(source.line_start(number), source.line_start(number) + len(source.line(number))), "---")
        for number in (1, closing)
        if number
    ]
    fix = Fix(Safety.UNSAFE, "write `---` in the first line and below the settings", tuple(edits)) if closing else None
    return Finding(
        f"`{first}` opens no front matter, three hyphens do",
        source.span(0, len(lines[0].rstrip())),
        "write `---` in its place, and below the last setting",
        code="SB103",
        fix=fix,
    )


def _unclosed(source: Source) -> Finding:
    """Front matter without its closing line, with the fix after the last line that reads as front matter."""
    number = 2
    last = 1
    while number <= source.line_count:
        line = source.line(number)
        key = line.partition(":")[0].strip().lower()
        if line.strip() and not line.startswith((" ", "\t", "#")) and (":" not in line or key not in KEYS):
            break
        if line.strip():
            last = number
        number += 1
    at = min(source.line_start(last) + len(source.line(last)) + 1, len(source.text))
    fix = Fix(Safety.DISPLAY, "close the front matter with a line `---`")
    if last > 1:
        lead = "" if source.text[at - 1 : at] == "\n" else "\n"
        fix = Fix(Safety.SAFE, fix.title, (Edit(source.span(at, at), f"{lead}---\n"),))
    return Finding(
        "the front matter opened by `---` is not closed",
        source.span(0, 3),
        "write a line `---` after the last setting",
        code="SB103",
        fix=fix,
    )


def _included(
    reading: ScopeReading, source: Source, settings: dict[str, Setting], chain: tuple[str, ...], seen: set[str]
) -> list[dict[str, Setting]]:
    """The settings of all included files, the nearest to the story last.

    A file that several others include counts once, where it is first met (`seen`): else it would undo what they set.
    """
    layers: list[dict[str, Setting]] = []
    include = settings.get("include")
    for scalar in include.value if include is not None else ():
        path = project_path(source.path, scalar.text.strip())
        finding = _refused(reading, scalar, path, chain)
        if finding is not None:
            reading.bag.add(finding)
            continue
        assert path is not None
        if path in seen:
            continue
        seen.add(path)
        limits = reading.limits
        if path in reading.sources:
            loaded, wrong = reading.sources[path], []
        else:
            data = read_or_why(reading.files, path, limits.file_bytes + 1)
            if isinstance(data, str):
                reading.bag.add(
                    Finding(f"`{path}` cannot be read: {data}", scalar.span, "look at its permissions", code="SB405")
                )
                continue
            loaded, wrong = read_text(path, data, limits.file_bytes, limits.line, limits.lines)
            reading.sources[path] = loaded
            reading.ignores.extend(shared_ignores(loaded))
        reading.bag.extend(wrong)
        if any(finding.code in UNREADABLE for finding in wrong):
            continue
        mapping, findings = yamltext.read(loaded, 0, len(loaded.text), depth=limits.yaml_depth, nodes=limits.yaml_nodes)
        reading.bag.extend(findings)
        shared, findings = from_mapping(mapping, [key for key in KEYS if key not in NOT_SHARED], "an include")
        reading.bag.extend(findings)
        layers += [*_included(reading, loaded, shared, (*chain, path), seen), shared]
    return layers


def _refused(
    reading: ScopeReading, scalar: yamltext.Scalar, path: str | None, chain: tuple[str, ...]
) -> Finding | None:
    typed = scalar.text.strip()
    if path is None or not path:
        from storyboard.compiler.layout.astray import left

        return left("include", typed, yamltext.words(scalar), "SB406")
    if path in chain:
        circle = " → ".join([*chain[chain.index(path) :], path])
        return Finding(
            f"`{typed}` includes itself: {circle}", scalar.span, "take one of these includes out", code="SB409"
        )
    if len(chain) > reading.limits.include_depth:
        return Finding(
            f"`{typed}` is include number {len(chain)} in a row, the limit is {reading.limits.include_depth}",
            scalar.span,
            "include the file from a story, or raise `include_depth` under `[limits]` in storyc.toml",
            code="SB113",
        )
    if not reading.files.exists(path):
        from storyboard.compiler.layout.astray import as_typed, near

        meant = near(path, reading.files.list)
        own = as_typed(meant, scalar.span.path) if meant and meant != path else ""
        place = yamltext.words(scalar)
        return Finding(
            f"`{path}` {NO_FILE}"
            if meant == path
            else f"there is no file `{path}`" + (f" but there is `{meant}`" if own else ""),
            place,
            f"write `{own}`" if own else "write the path from the folder of this file, or from the root after a `/`",
            code="SB405",
            fix=Fix(Safety.UNSAFE, f"write `{own}`", (Edit(place, own),)) if own else None,
        )
    return None


def _variant(reading: ScopeReading, key: yamltext.Scalar, node: yamltext.Node) -> dict[str, Setting]:
    if not isinstance(node, yamltext.Mapping):
        reading.bag.add(
            Finding(
                f"the variant `{key.text}` has no settings",
                key.span,
                "write `{size: 720*1280}` after it, or settings below it, indented",
                code="SB112",
            )
        )
        return {}
    settings, findings = from_mapping(node, _IN_VARIANT, "a variant")
    reading.bag.extend(findings)
    return settings


def _merge(
    reading: ScopeReading,
    layer: dict[str, Setting],
    cast: dict[str, tuple[yamltext.Scalar, yamltext.Node]],
    variables: dict[str, Value],
) -> None:
    if "cast" in layer:
        for scalar, node in layer["cast"].value.entries:
            cast[scalar.text.strip()] = (scalar, node)
    if "vars" in layer:
        for scalar, node in layer["vars"].value.entries:
            if isinstance(node, yamltext.Scalar):
                variables[scalar.text.strip()] = Value(node.text, node.span)
            else:
                reading.bag.add(
                    Finding(
                        f"the variable `{scalar.text}` is a list or block, and a variable is a single text",
                        scalar.span,
                        "write its text after the colon",
                        code="SB112",
                    )
                )


def _tell_alike(reading: ScopeReading, members: dict[str, Member]) -> None:
    """Report each member whose name an earlier one has in another case."""
    first: dict[str, Member] = {}
    for name, member in members.items():
        earlier = first.setdefault(name.casefold(), member)
        if earlier is not member:
            reading.bag.add(
                Finding(
                    f"the cast has `{name}` and `{earlier.name}`, which differ only in case",
                    member.span,
                    "keep one of the two lines, or rename one of the two",
                    code="SB415",
                    label="the same name",
                    related=(Note("the other is here", earlier.span),),
                )
            )


def _member(reading: ScopeReading, scalar: yamltext.Scalar, node: yamltext.Node, using: Names) -> Member:
    def described(text: yamltext.Node) -> Text | None:
        if isinstance(text, yamltext.Scalar):
            return read_value(text.span.path, text.text, yamltext.words(text), using) if text.text.strip() else None
        reading.bag.add(
            Finding(
                f"the description of `{scalar.text}` is a list or block, and a description is a single text",
                text.span,
                "write it on one line, or its states as `name: description`",
                code="SB112",
            )
        )
        return None

    name = scalar.text.strip()
    member, slash, state = (part.strip() for part in name.partition("/"))
    if slash and member and state:
        reading.bag.add(
            Finding(
                f"`{name[:40]}` stands in the cast, where a state has a line of its own below its member",
                scalar.span,
                f"write `{state[:40]}: …` indented below `{member[:40]}:`, beside `look: …`",
                code="SB112",
            )
        )
    if not isinstance(node, yamltext.Mapping):
        first, _, rest = node.text.partition(" ") if isinstance(node, yamltext.Scalar) else ("", "", "")
        if first in ("look", "voice") and rest and node.span.start > scalar.span.end + 2:
            key = msgspec.structs.replace(node.span, end=node.span.start + len(first))
            reading.bag.add(
                Finding(
                    f"`{first}` is the first word of the description of `{name[:40]}`, a key ends with a colon",
                    key,
                    f"write `{first}:`",
                    code="SB106",
                    fix=Fix(Safety.UNSAFE, f"write `{first}:`", (Edit(key, f"{first}:"),)),
                )
            )
        return Member(name, scalar.span, look=described(node))
    given: dict[str, Text] = {}
    lacking = {"look", "voice"} - {key.text.strip() for key, _ in node.entries}
    for key, value in node.entries:
        near = nearest(key.text.strip(), lacking, 0.8)
        if near is not None:
            reading.bag.add(
                Finding(
                    f"`{key.text.strip()}` is read as a state of `{name[:40]}`, the key is called `{near}`",
                    key.span,
                    f"write `{near}`",
                    code="SB106",
                    fix=Fix(Safety.UNSAFE, f"write `{near}`", (Edit(key.span, near),)),
                )
            )
        text = described(value)
        if text is not None:
            given[key.text.strip()] = text
    look, voice = given.pop("look", None), given.pop("voice", None)
    return Member(name, scalar.span, look=look, voice=voice, states=given)
