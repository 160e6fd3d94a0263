"""Requests and lists of shots in data of any form: objects and lists whose keys are read by their roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from storyboard import profiles
from storyboard.exchange.importers._draft import Draft, DraftLine
from storyboard.exchange.importers._lift import OFFER, size_of
from storyboard.exchange.importers._lines import with_ends
from storyboard.exchange.importers._literal import Identifier, Many, Table, Value
from storyboard.exchange.importers._table import MOST_CELLS, drafted, fits
from storyboard.exchange.importers._times import cell_of
from storyboard.exchange.importers.prompt import draft
from storyboard.language import words
from storyboard.language.syntax.nature import names_shots
from storyboard.language.words.keys import FIELDS
from storyboard.language.words.keys import key as key_of
from storyboard.patterns import lazy

# What hosts call things; the words of storyboards are in the table of words.
_PROMPTS = ("prompt", "text_prompt", "text")
_LISTS = ("multi_prompt", "prompts", "prompt_map")
_LENGTHS = ("duration", "seconds", "duration_seconds", "duration_sec", "length")
_SIZES = ("size", "resolution", "dimension", "aspect_ratio", "ratio")
_WHOLE = ("size", "model", "negative_prompt", "seed")
_RATES = ("fps", "frame_rate", "framerate")
_SWITCHES = {
    "multi_shots": "multi_shots",
    "enable_prompt_expansion": "enable_prompt_expansion",
    "prompt_extend": "enable_prompt_expansion",
}
_NESTED = (
    "input", "parameters", "params", "inputs", "arguments", "body", "payload", "data", "json", "extra_params",
    "extra_body", "multi_shot_automated_params", "multi_shot_manual_params", "text_to_video_params",
    "video_generation_config", "extra", "options", "config",
)  # fmt: skip
_LABELLED = lazy(r"([^\W\d_]+)[ _-]?([0-9]{1,4})")
_NO_KEY = lazy(r"\(\d+\)")  # of a value without one: `literals`
_SECONDS = lazy(r"([0-9]{1,4})(?:\.0+)?s?")
_SHOWN = 12


def drafts_of(top: Table) -> list[Draft]:
    """The requests and the lists of shots of some data, each as a story of one clip."""
    names = dict(_assigned(top))
    lists = {key for key, value in top.pairs if isinstance(value, Many) and named_list(key)}
    alone = [item for key, item in top.pairs if key.startswith("(") and isinstance(item, Table)]
    if _timed(alone):  # one object a line
        return [_rows(alone, names)]
    nested = [item for key, item in top.pairs if key not in lists]
    stories = [story for item in nested for story in _drafts(item, names)]
    if not stories and _shots_of(top, names):
        return [_listed(top, names)]
    if not stories and (rows := _keyed(top)) is not None:
        return [_rows(rows, names)]
    if not stories and isinstance(alone := top.get("prompt"), str):
        return [_prompted(Table((("prompt", alone),)), names)]
    return stories


def _assigned(value: Value) -> Iterator[tuple[str, Value]]:
    """The names that are given a text or a list anywhere outside of objects."""
    if isinstance(value, Table):
        for key, inner in value.pairs:
            if isinstance(inner, str | Many):
                yield key, inner
            elif key.startswith("("):
                yield from _assigned(inner)


def _drafts(value: Value, names: dict[str, Value]) -> Iterator[Draft]:
    if isinstance(value, Many):
        if _timed(value.items):
            yield _rows(value.items, names)
            return
        for item in value.items:
            yield from _drafts(item, names)
    elif isinstance(value, Table):
        merged = _merged(value)
        if _is_request(merged, names):
            yield _listed(merged, names) if _shots_of(merged, names) else _prompted(merged, names)
            return
        rows = _keyed(value)
        if rows is not None:
            yield _rows(rows, names)
            return
        left = [key for key, item in value.pairs if isinstance(item, str | int | float) and not key.startswith("(")]
        for _, item in value.pairs:
            for story in _drafts(item, names):
                notes = (f"not taken over from around it: {', '.join(left[:_SHOWN])}",) if left else ()
                yield replace(story, notes=(*story.notes, *notes))


def _merged(value: Table) -> Table:
    """An object with the pairs of the objects that hosts nest their fields in."""
    pairs = list(value.pairs)
    known = {key for key, _ in pairs}
    for key, inner in value.pairs:
        if isinstance(inner, Table) and (key in _NESTED or (key.startswith("(") and not _prompts(inner))):
            own = [pair for pair in _merged(inner).pairs if pair[0] not in known]
            known.update(name for name, _ in own)
            pairs += own
    return Table(tuple(pairs))


def _prompts(table: Table) -> bool:
    return any(key in _PROMPTS or named_list(key) for key, _ in table.pairs)


def named_list(key: str) -> bool:
    """Whether a key names a list of shots."""
    return key in _LISTS or names_shots(key)


def _resolved(value: Value, names: dict[str, Value]) -> Value:
    return names.get(value.text, value) if isinstance(value, Identifier) else value


def _text(table: Table, keys: Iterable[str], names: dict[str, Value]) -> str:
    for key in keys:
        value = _resolved(table.get(key), names)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _is_request(table: Table, names: dict[str, Value]) -> bool:
    given = (*_LENGTHS, *_SIZES, "seed") if isinstance(table.get("text"), str) else ()
    named = any(table.get(key) is not None for key in given)
    return bool(_text(table, _PROMPTS if named else _PROMPTS[:2], names) or _shots_of(table, names))


def _timed(items: Sequence[Value]) -> bool:
    """Whether most items of a list are shots with a time, and none of them is a whole request."""
    tables = [item for item in items if isinstance(item, Table)]
    if len(tables) < 2 or 2 * len(tables) < len(items) or not _small(tables):
        return False
    if any(table.get(key) is not None for table in tables for key in _WHOLE):
        return False
    header, rows = _grid(tables, {})
    return fits(header, rows)


def _small(tables: Sequence[Table]) -> bool:
    """Whether objects are few and alike enough for a table."""
    return len(tables) * len({key for table in tables for key, _ in table.pairs}) <= MOST_CELLS


def _shots_of(table: Table, names: dict[str, Value]) -> tuple[Value, ...]:
    """The items of the first list of shots that a request has: under a key that says so, or with times."""
    for key, typed in table.pairs:
        value = _resolved(typed, names)
        if isinstance(value, Table) and named_list(key):
            rows = _keyed(value, table)
            if rows is not None:
                return rows
        if not isinstance(value, Many) or not value.items:
            continue
        tables = [item for item in value.items if isinstance(item, Table)]
        inside = names if value is typed else {}  # a list that is named may hold its own name
        if any(_shots_of(item, inside) for item in tables):  # scenes with their own shots
            continue
        plain = all(isinstance(item, str) for item in value.items)
        if (named_list(key) and (plain or _worded(tables, names))) or _timed(value.items):
            return value.items
    return ()


def _worded(tables: Sequence[Table], names: dict[str, Value]) -> bool:
    """Whether most objects hold words that say what is seen."""
    if not _small(tables):
        return False
    seen = sum(any(_acts(key) and _flat(_resolved(value, names)) for key, value in table.pairs) for table in tables)
    return 2 * seen >= len(tables) and seen > 0


def _acts(key: str) -> bool:
    return bool({"actions", "dialogue", "camera"} & set(key_of(key).roles))


def _keyed(table: Table, around: Table | None = None) -> tuple[Value, ...] | None:
    """The shots of an object whose keys are times, frames or numbered labels; None where it is none of these."""
    keys = [key for key, _ in table.pairs]
    values = [value for _, value in table.pairs]
    tables = [value for value in values if isinstance(value, Table)]
    alike = len(tables) == len(values) or all(isinstance(value, str) for value in values)
    if len(keys) < 2 or not alike or not _small(tables) or any(map(_NO_KEY.fullmatch, keys)):
        return None
    column = "time"
    frames = all(key.isdecimal() and len(key) < 10 for key in keys)
    if frames:
        numbers = [int(key) for key in keys]
        if numbers in (list(range(len(keys))), list(range(1, len(keys) + 1))):
            column, keys = "number", [str(number) for number in range(1, len(keys) + 1)]
        else:
            keys = [_second(number, around) for number in numbers]
    elif all(_label(key) for key in keys):
        column, keys = "number", [match[2] for key in keys if (match := _LABELLED.fullmatch(key)) is not None]
    elif not all(cell_of(key) != cell_of("") for key in keys):
        return None
    rows: list[Value] = []
    for key, value in zip(keys, values, strict=True):
        own = value.pairs if isinstance(value, Table) else (("prompt", value),)
        rows.append(Table(((column, key), *own)))
    return tuple(rows)


def _second(frame: int, around: Table | None) -> str:
    """A frame as a time, in seconds where the data name a rate."""
    rate = next((value for name in _RATES if around is not None and isinstance(value := around.get(name), int)), 0)
    return f"{round(frame * 1000 / rate)}ms" if rate > 0 else f"{frame} frames"


def _label(key: str) -> bool:
    match = _LABELLED.fullmatch(key)
    return match is not None and words.fold(match[1]) in words.lookup("shots", "parts", "weak")


def _prompted(table: Table, names: dict[str, Value]) -> Draft:
    story = draft(_text(table, _PROMPTS, names), several=False)
    settings, notes, asked = _settings(table, story.settings, ())
    hints = tuple(note for note in story.notes if "negative_prompt" not in settings or not note.startswith(OFFER))
    return replace(story, settings=settings, notes=(*hints, *notes), doubts=(*story.doubts, *asked))


def _listed(table: Table, names: dict[str, Value]) -> Draft:
    kept = [key for key, value in table.pairs if isinstance(value, str) and _of_film(key)]
    overview = [_text(table, _PROMPTS, names), *(_kept(key, table.get(key)) for key in kept)]
    settings, notes, asked = _settings(table, {}, (*kept, *_RATES))
    story = _rows(_shots_of(table, names), names, settings.get("duration", ""))
    lengths = [shot.length for clip in story.clips for shot in clip.shots]
    if all(lengths) and settings.get("duration") == str(sum(length or 0 for length in lengths) // 1000):
        del settings["duration"]
    if overview[0] and table.get("multi_prompt") is not None:
        asked = (*asked, "hosts ignore a prompt beside a list of prompts: is it meant for every shot?")
    lines = tuple(DraftLine(line) for text in overview if text for line in text.split("\n"))
    return Draft(settings, lines, story.clips, (*story.doubts, *asked), (*story.notes, *notes))


def _of_film(key: str) -> bool:
    """Whether a key beside a list of shots holds words for all of them: a style, a description, a light."""
    return key not in _PROMPTS and bool({"styles", "actions", *FIELDS} & set(key_of(key).roles[:1]))


def _kept(key: str, value: Value) -> str:
    field = key_of(key).roles[0] in FIELDS
    return f"{key}: {value}" if field else str(value)


def _rows(items: Sequence[Value], names: dict[str, Value], duration: str = "") -> Draft:
    """A list of shots as a clip: the keys of its objects are the columns of a table."""
    return with_ends(drafted(*_grid(items, names)), duration)


def _grid(items: Sequence[Value], names: dict[str, Value]) -> tuple[list[str], list[list[str]]]:
    """A list's objects as a header and rows; an item that is no object is a row of words."""
    rows = [_pairs(item, names) for item in items if isinstance(item, Table)]
    acting = next((key for row in rows for key in row if _acts(key)), _PROMPTS[0])
    rows = [_pairs(item, names) if isinstance(item, Table) else {acting: _flat(item)} for item in items]
    # The words that are sent come first: of two columns of actions the first one is the action.
    header = sorted(dict.fromkeys(key for row in rows for key in row), key=lambda key: key not in _PROMPTS)
    return header, [[row.get(key, "") for key in header] for row in rows]


def _pairs(item: Table, names: dict[str, Value]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, typed in item.pairs:
        value = _resolved(typed, names)
        if isinstance(value, Table) and value.pairs and not key.startswith("("):
            inner = ((f"{key} {name}", _flat(_resolved(part, names))) for name, part in value.pairs)
            texts.update((name, text) for name, text in inner if text)
        elif text := _flat(value):
            texts[key] = text
    return texts


def _flat(value: Value) -> str:
    """A value as words: the items of a list on lines, the values of an object behind a colon."""
    if isinstance(value, str | int | float):
        return str(value).strip()
    if isinstance(value, Identifier):
        return value.text
    if isinstance(value, Many):
        return "\n".join(filter(None, map(_flat, value.items)))
    return ": ".join(filter(None, (_flat(part) for _, part in value.pairs))) if isinstance(value, Table) else ""


def _settings(
    table: Table, said: dict[str, str], used: Sequence[str]
) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The settings of a request over those its words said, what was left out, and where both disagree."""
    settings: dict[str, str] = {}
    left: list[str] = []
    for key, value in table.pairs:
        if value is None or key in (*_PROMPTS, *_NESTED, *used) or key.startswith("(") or named_list(key):
            continue
        if isinstance(value, Table | Many | Identifier):
            if not isinstance(value, Identifier) and not _timed(value.items if isinstance(value, Many) else ()):
                left.append(key)
            continue
        text = str(value).strip()
        if key in _SWITCHES and isinstance(value, bool):
            settings[_SWITCHES[key]] = "true" if value else "false"
        elif key == "shot_type" and text in ("multi", "single"):
            settings["multi_shots"] = "true" if text == "multi" else "false"
        elif "lengths" in key_of(key).roles and key_of(key).unit != "frames" and _SECONDS.fullmatch(text):
            settings["duration"] = re.sub(r"\.0+|s", "", text)
        elif key == "seed" and text.isdecimal():
            settings["seed"] = text
        elif key_of(key).roles[:1] == ("negatives",) and text:
            settings["negative_prompt"] = text
        elif key == "title" and text:
            settings[key] = text
        elif key in ("audio", "audio_url") and text.startswith("https://"):
            settings["audio"] = text
        elif key not in _SIZES and text:
            left.append(key)
    size = _size(table)
    if size:
        settings["size"] = size
    asked = tuple(
        f"the prompt says {key} {said[key]}, the request {settings[key]}: which is right?"
        for key in ("duration",)
        if key in said and key in settings and said[key] != settings[key]
    )
    merged = {**{key: value for key, value in said.items() if key not in settings}, **settings}
    notes = (f"not taken over from the request: {', '.join(left[:_SHOWN])}",) if left else ()
    return merged, notes, asked


def _size(table: Table) -> str:
    """The size that a request names, as a size or as a tier and a shape; as typed where the model has none like it."""
    typed = {key: str(value).strip() for key in _SIZES if isinstance(value := table.get(key), str) and value.strip()}
    profile = profiles.load(profiles.DEFAULT, None)
    for key in ("size", "resolution", "dimension"):
        named = profiles.sizes(profile, typed.get(key, ""))
        if len(named) == 1:
            return named[0]
    ratio = typed.get("aspect_ratio") or typed.get("ratio") or ""
    size = size_of(ratio, typed.get("resolution", "")) or size_of(ratio)
    return size or typed.get("size", "")
