"""Findings → diagnostics with name and level, without what a comment or the configuration silences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from storyboard.compiler import rules
from storyboard.config import Config
from storyboard.diagnostics import Bag, Diagnostic, Edit, Finding, Fix, Level, Safety, nearest
from storyboard.language.story import Ignore
from storyboard.patterns import lazy
from storyboard.source import Source

# What makes an ignore comment of an ordinary one: all of it up to the writer's reason.
_REASON = lazy(r"(?://|#)[ \t]*+(storyc:[ \t]*+ignore[ \t]*+(?:\[[^\]\n]*\][ \t]*+)?+)(?=[^ \t\n])")
_UNBRACKETED = lazy(r"(?://|#)[ \t]*+(storyc[ \t:-]*+ignore\b[ \t:(\[]*+)(.*)")
_RULE = lazy(r"[A-Za-z0-9-]++")


def judged(bag: Bag, ignores: tuple[Ignore, ...], config: Config, sources: dict[str, Source]) -> tuple[Diagnostic, ...]:
    """The findings with name and level, by place; those that a comment or the configuration silences are left out."""
    selected = {rule.code for word in config.rules.select for rule in rules.chosen(word)}
    ignored = {rule.code for word in config.rules.ignore for rule in rules.chosen(word)}
    known = rules.by_code()
    silenced = [
        (ignore, [[rule.code for rule in rules.chosen(name)] for name, _ in ignore.rules]) for ignore in ignores
    ]
    places = _places(silenced)
    used: set[tuple[int, int]] = set()
    kept: list[Finding] = []
    for finding in bag:
        ignorable = known[finding.code].ignorable and not finding.binding
        if ignorable and _silenced(finding, places, used, sources):
            continue
        if ignorable and (finding.code in ignored or (selected and finding.code not in selected)):
            continue
        kept.append(finding)
    kept += _unused(silenced, used, sources)
    kept.sort(key=lambda finding: (finding.span.path, finding.span.start, finding.code, finding.span.end))
    return tuple(_diagnostic(finding, sources, strict=config.rules.strict) for finding in kept)


def _diagnostic(finding: Finding, sources: dict[str, Source], *, strict: bool) -> Diagnostic:
    rule = rules.by_code()[finding.code]
    own = finding.level or rule.level
    level = Level.ERROR if strict and own is Level.WARNING else own
    source = sources.get(finding.span.path)
    if source is None:
        return Diagnostic(finding.code, rule.name, level, finding)
    place = source.place(finding.span.start)
    return Diagnostic(finding.code, rule.name, level, finding, place.line, place.column)


def _places(silenced: list[tuple[Ignore, list[list[str]]]]) -> dict[tuple[str, int, str], set[tuple[int, int]]]:
    """Which comment, and which of its rules, silences a code in a file on a line (0 for the whole file), by index."""
    places: dict[tuple[str, int, str], set[tuple[int, int]]] = {}
    for index, (ignore, codes) in enumerate(silenced):
        for place, named in enumerate(codes):
            for code in named:
                places.setdefault((ignore.span.path, ignore.line, code), set()).add((index, place))
    return places


def _silenced(
    finding: Finding,
    places: dict[tuple[str, int, str], set[tuple[int, int]]],
    used: set[tuple[int, int]],
    sources: dict[str, Source],
) -> bool:
    path = finding.span.path
    silenced = False
    for line in (0, sources[path].place(finding.span.start).line) if places else ():
        # What one finding has used counts as used: the entry is emptied, so that many comments cost no time again.
        here = places.get((path, line, finding.code))
        if here is not None:
            silenced = True
            used |= here
            here.clear()
    return silenced


def _unused(
    silenced: list[tuple[Ignore, list[list[str]]]], used: set[tuple[int, int]], sources: dict[str, Source]
) -> Iterator[Finding]:
    """The findings about ignore comments that silence nothing, or name what is no rule that may be ignored."""
    known = rules.by_code()
    for index, (ignore, codes) in enumerate(silenced):
        source = sources[ignore.span.path]
        line = source.place(ignore.span.start).line
        start = source.line_start(line)
        end = min(start + len(source.line(line)) + 1, len(source.text))
        reason = _REASON.match(source.text, ignore.span.start, ignore.span.end)
        if reason is not None:
            whole = Fix(Safety.SAFE, "keep the reason alone", (Edit(source.span(*reason.span(1)), ""),))
        else:
            whole = Fix(Safety.SAFE, "delete the comment", (Edit(source.span(start, end), ""),))
        if not ignore.rules:
            yield _nameless(source, ignore, whole)
        idle = [place for place in range(len(codes)) if (index, place) not in used]
        for place in idle:
            name, span = ignore.rules[place]
            near = nearest(name, [rule.name for rule in known.values()]) if not codes[place] else None
            if near:
                fix = Fix(Safety.UNSAFE, f"write `{near}`", (Edit(span, near),))
                yield Finding(f"`{name}` is no rule, `{near}` is", span, f"write `{near}`", code="SB108", fix=fix)
                continue
            if not codes[place]:
                why = f"`{name}` is no rule"
            elif not any(known[code].ignorable for code in codes[place]):
                why = f"`{name}` may not be ignored"
            else:
                why = f"`{name}` is ignored here, and there is nothing to ignore"
            fix = whole if len(idle) == len(codes) else _without(source, ignore, place)
            yield Finding(why, span, "take the rule out of the comment", code="SB108", fix=fix)


def _nameless(source: Source, ignore: Ignore, whole: Fix) -> Finding:
    """The finding for a comment that names no rule in brackets; the fix puts those into brackets that it names."""
    match = _UNBRACKETED.match(source.text, ignore.span.start, ignore.span.end)
    listed = _RULE.findall(match[2]) if match else []
    named = list(takewhile(rules.chosen, listed))
    if match is None or not named:
        return Finding(
            "the comment ignores nothing, no rule stands in its brackets",
            ignore.span,
            "name the rules, like `storyc: ignore[SB214] reason`, or delete it",
            code="SB108",
            fix=whole,
        )
    last = match.start(2) + match[2].index(named[-1]) + len(named[-1])
    end = last + 1 if source.text.startswith("]", last) else last
    written = f"storyc: ignore[{', '.join(named)}]"
    return Finding(
        f"the comment ignores nothing, an ignore comment is written `{written}`",
        ignore.span,
        f"write `{written}`",
        code="SB108",
        fix=Fix(Safety.UNSAFE, f"write `{written}`", (Edit(source.span(match.start(1), end), written),)),
    )


def _without(source: Source, ignore: Ignore, place: int) -> Fix:
    """The fix that takes one of several rules out of a comment, with the comma beside it."""
    _, span = ignore.rules[place]
    if place:
        cut = source.span(ignore.rules[place - 1][1].end, span.end)
    else:
        cut = source.span(span.start, ignore.rules[1][1].start)
    return Fix(Safety.SAFE, "take the rule out", (Edit(cut, ""),))
