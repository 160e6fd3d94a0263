"""A request to a video model as JSON, or as it stands in a Python, JavaScript or shell sample; lists of shots too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from storyboard import profiles
from storyboard.importers._draft import Draft, DraftClip, DraftShot, Line, Refused
from storyboard.importers._lift import OFFER, size_of
from storyboard.importers._literal import DEPTH, Many, Name, Table, TooDeep, Value, literals
from storyboard.importers._times import Time, label_time, read_time
from storyboard.importers.prompt import draft

RANK = 1
_HINT = re.compile(
    r"""(?:^|[{(\[,\s"'\\])(?:prompt|text_prompt|multi_prompt|shots|scenes|segments|timeline|storyboard|script)\\?["']?\s*+[:=]"""
)
# A string behind what a program has before one: call("…", x = '…', ["…", --prompt "…"
_STRING = re.compile(r"""(?:[(\[{=]|\breturn\b)\s*+["'`]|--[\w-]{1,40}+[ =]["']""")
_CAMEL = re.compile("(?<=[a-z0-9])[A-Z]")
_PROMPTS = ("prompt", "text_prompt", "text")
_LISTS = (
    "multi_prompt",
    "shots",
    "scenes",
    "segments",
    "timeline",
    "storyboard",
    "shot_list",
    "beats",
    "clips",
    "sequence",
    "script",
)
_WORDS = (
    "prompt",
    "description",
    "visual",
    "action",
    "text",
    "content",
    "scene",
    "shot",
    "visuals",
    "画面",
    "描述",
    "内容",
)
_FIELDS = {
    "camera": "camera", "camera_movement": "camera", "camera_motion": "camera", "movement": "camera", "运镜": "camera",
    "lighting": "light", "light": "light", "audio": "sound", "sound": "sound", "sfx": "sound", "音效": "sound",
    "music": "music", "bgm": "music", "transition": "transition",
}  # fmt: skip
_TIMES = ("time", "timestamp", "timecode", "time_range", "timing", "range", "时间")
_STARTS, _ENDS = ("start", "start_time", "start_sec", "from"), ("end", "end_time", "end_sec", "to")
_LENGTHS = ("duration", "duration_seconds", "duration_sec", "length", "seconds", "时长")
_NUMBERS = ("number", "index", "shot_number", "scene_number", "id", "shot_id", "scene_id", "order")
# Where a list has a shot's mark, as in "Scene 1 (0-3s)".
_NAMES = ("scene", "shot", "label", "name", "title", "segment", "beat", "cut")
# Keys that the language has; the others are named in a note.
_SWITCHES = {
    "multi_shots": "multi_shots",
    "enable_prompt_expansion": "enable_prompt_expansion",
    "prompt_extend": "enable_prompt_expansion",
}
_SIZES = ("size", "resolution", "dimension", "aspect_ratio", "ratio")
_NESTED = (
    "input",
    "parameters",
    "params",
    "inputs",
    "arguments",
    "body",
    "payload",
    "data",
    "json",
    "extra_params",
    "extra_body",
    "multi_shot_automated_params",
    "multi_shot_manual_params",
    "text_to_video_params",
    "video_generation_config",
    "extra",
    "options",
    "config",
)


def suits(text: str) -> bool:
    """Whether the text holds an object with a prompt, or a list of shots."""
    if _HINT.search(text) is None and _STRING.search(text) is None and not text.lstrip().startswith(("{", "[{")):
        return False
    try:
        return bool(_found(text))
    except TooDeep:
        return text.lstrip()[:1] in ("{", "[")


def read(text: str) -> Draft | Refused:
    """The requests of a text, each a clip; a list of prompts with durations is one clip of shots."""
    try:
        found = _found(text)
    except TooDeep:
        return Refused(f"its brackets are nested deeper than {DEPTH}")
    if not found:
        return Refused("it holds no request: no object has a `prompt` or a list of shots")
    if len(found) == 1:
        return found[0]
    clips: list[DraftClip] = []
    for number, each in enumerate(found, start=1):
        settings = dict(each.settings)
        title = settings.pop("title", "") or f"Clip {number}"
        own = each.clips[0] if each.clips else DraftClip()
        clips.append(
            replace(
                own,
                title=title,
                settings={**own.settings, **settings},
                lines=(*each.lines, *own.lines),
                doubts=(*each.doubts, *own.doubts),
            )
        )
    notes = dict.fromkeys(note for each in found for note in each.notes)
    return Draft(clips=tuple(clips), notes=tuple(notes))


def _found(text: str) -> list[Draft]:
    typed = literals(text)
    names = {key: _spelt(value) for key, value in _assigned(typed)}
    top = _respelt(typed)
    shots = _shots_of(top, names)
    others = [item for key, item in top.pairs if not isinstance(item, Many) or key not in _LISTS]
    made = [each for item in others for each in _drafts(item, names, 0)]
    if not made and shots:
        return [_listed(top, names)]
    if not made and isinstance(alone := top.get("prompt"), str):
        made = [_prompted(Table((("prompt", alone),)), names)]
    return made or _quoted(text, top)


def _respelt(value: Table) -> Table:
    """A table with its keys as Python spells them: `durationSeconds` is `duration_seconds`."""
    pairs = ((_CAMEL.sub(lambda match: f"_{match[0].lower()}", key), each) for key, each in value.pairs)
    return Table(tuple((key, _spelt(each)) for key, each in pairs))


def _spelt(value: Value) -> Value:
    if isinstance(value, Many):
        return Many(tuple(map(_spelt, value.items)))
    return _respelt(value) if isinstance(value, Table) else value


def _assigned(value: Value) -> Iterator[tuple[str, Value]]:
    """The names that are given a text or a list anywhere outside of objects."""
    if isinstance(value, Table):
        for key, each in value.pairs:
            if isinstance(each, str | Many):
                yield key, each
            elif key.startswith("("):
                yield from _assigned(each)


def _drafts(value: Value, names: dict[str, Value], depth: int) -> Iterator[Draft]:
    if isinstance(value, str):
        # A body that is itself a string: JSON.stringify, -d "{\"prompt\": …}"
        if depth == 0 and "{" in value and _HINT.search(value) is not None:
            inner = _respelt(literals(value))
            yield from _drafts(inner, names, 1)
        return
    if isinstance(value, Many):
        shots = [item for item in value.items if isinstance(item, Table)]
        if len(shots) > 1 and len(shots) == len(value.items) and all(_is_shot(item) for item in shots):
            yield _listed(Table((("shots", value),)), names)
            return
        for item in value.items:
            yield from _drafts(item, names, depth)
    elif isinstance(value, Table):
        merged = _merged(value)
        if _is_request(merged, names):
            yield _listed(merged, names) if _shots_of(merged, names) else _prompted(merged, names)
            return
        for _, item in value.pairs:
            yield from _drafts(item, names, depth)


def _quoted(text: str, top: Table) -> list[Draft]:
    """The prompt of a program that gives it no name which tells: the longest string, where all shots stand in it."""
    words = max(_strings(top), key=len, default="") if _STRING.search(text) is not None else ""
    made = draft(words, several=True)
    if _count(made) < 2 or _count(made) < _count(draft(text, several=True)):
        return []
    return [replace(made, doubts=("is what stood in quotation marks the whole prompt?", *made.doubts))]


def _count(made: Draft) -> int:
    return sum(len(clip.shots) for clip in made.clips)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Many):
        lines = [item for item in value.items if isinstance(item, str)]
        yield "\n".join(lines)
        for item in value.items:
            yield from _strings(item)
    elif isinstance(value, Table):
        for _, item in value.pairs:
            yield from _strings(item)


def _merged(value: Table) -> Table:
    """An object with the pairs of the objects that hosts nest their fields in."""
    pairs = list(value.pairs)
    for key, inner in value.pairs:
        if isinstance(inner, Table) and (key in _NESTED or (key.startswith("(") and not _prompts(inner))):
            known = dict(pairs)
            pairs += [pair for pair in _merged(inner).pairs if pair[0] not in known]
    return Table(tuple(pairs))


def _prompts(table: Table) -> bool:
    return any(key in _PROMPTS or key in _LISTS for key, _ in table.pairs)


def _resolved(value: Value, names: dict[str, Value]) -> Value:
    return names.get(value.text, value) if isinstance(value, Name) else value


def _text(table: Table, keys: tuple[str, ...], names: dict[str, Value]) -> str:
    for key in keys:
        value = _resolved(table.get(key), names)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _is_request(table: Table, names: dict[str, Value]) -> bool:
    told = (*_LENGTHS, *_SIZES, "seed") if isinstance(table.get("text"), str) else ()
    named = any(table.get(key) is not None for key in told)
    return bool(_text(table, _PROMPTS if named else _PROMPTS[:2], names) or _shots_of(table, names))


def _is_shot(table: Table) -> bool:
    timed = any(table.get(key) is not None for key in (*_TIMES, *_LENGTHS, *_STARTS))
    whole = any(table.get(key) is not None for key in ("size", "model", "negative_prompt", "seed"))
    return timed and not whole and bool(_text(table, _WORDS, {}))


def _shots_of(table: Table, names: dict[str, Value]) -> list[Table]:
    """The objects of the first list of shots that a request has."""
    for key in _LISTS:
        value = _resolved(table.get(key), names)
        if isinstance(value, Many) and value.items:
            shots = [item for item in value.items if isinstance(item, Table)]
            if shots and all(_text(item, _WORDS, names) for item in shots):
                return shots
    return []


def _prompted(table: Table, names: dict[str, Value]) -> Draft:
    made = draft(_text(table, _PROMPTS, names), several=False)
    settings, notes, asked = _settings(table, made.settings)
    doubts = [doubt for doubt in made.doubts if "negative_prompt" not in settings or not doubt.startswith(OFFER)]
    return replace(made, settings=settings, notes=(*made.notes, *notes), doubts=(*doubts, *asked))


def _listed(table: Table, names: dict[str, Value]) -> Draft:
    shots = tuple(_shot(item, names) for item in _shots_of(table, names))
    overview = _text(table, (*_PROMPTS, "style", "overview"), names)
    settings, notes, asked = _settings(table, {})
    lengths = [shot.length for shot in shots]
    if all(lengths) and settings.get("duration") == str(sum(length or 0 for length in lengths) // 1000):
        del settings["duration"]
    lines = tuple(Line(line) for line in overview.split("\n")) if overview else ()
    if overview and table.get("multi_prompt") is not None:
        asked = (*asked, "hosts ignore a prompt beside a list of prompts: is it meant for every shot?")
    return Draft(settings, lines, (DraftClip(shots=shots),), asked, notes)


def _shot(table: Table, names: dict[str, Value]) -> DraftShot:
    used: set[str] = set()

    def take(keys: tuple[str, ...]) -> Value:
        for key in keys:
            value = _resolved(table.get(key), names)
            if value is not None:
                used.add(key)
                return value
        return None

    words = next((key for key in _WORDS if _text(table, (key,), names)), "")
    used.add(words)
    time = read_time(take(_TIMES), take(_STARTS), take(_ENDS), take(_LENGTHS))
    number = take(_NUMBERS)
    if time == Time():
        for key in _NAMES:
            named = table.get(key)
            told = label_time(named) if isinstance(named, str) and key != words else None
            if told is not None:
                used.add(key)
                number, time = number or told[0], told[1]
                break
    lines = [Line(line) for line in _text(table, (words,), names).split("\n")]
    for key, typed in table.pairs:
        value = _resolved(typed, names)
        if key in used or not isinstance(value, str) or not value.strip():
            continue
        one = " ".join(value.split())
        field = _FIELDS.get(key.lower())
        lines.append(Line(f"{field}: {one}", key=True) if field else Line(f"{key}: {one}"))
    return DraftShot(
        number=number if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10_000 else None,
        start=time.start, end=time.end, length=time.length, lines=tuple(lines), doubts=time.doubts,
    )  # fmt: skip


def _settings(table: Table, said: dict[str, str]) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The settings of a request over those its words said, what was left out, and where both disagree."""
    made: dict[str, str] = {}
    left: list[str] = []
    for key, value in table.pairs:
        if value is None or key in (*_PROMPTS, *_LISTS, *_NESTED, "(0)") or isinstance(value, Table | Many | Name):
            continue
        text = str(value).strip()
        if key in _SWITCHES and isinstance(value, bool):
            made[_SWITCHES[key]] = "true" if value else "false"
        elif key == "shot_type" and text in ("multi", "single"):
            made["multi_shots"] = "true" if text == "multi" else "false"
        elif key in ("duration", "seconds", "duration_seconds") and re.fullmatch(r"[0-9]{1,4}(?:\.0)?s?", text):
            made["duration"] = re.sub(r"\.0|s", "", text)
        elif key == "seed" and text.isdecimal():
            made["seed"] = text
        elif key in ("negative_prompt", "title") and text:
            made[key] = text
        elif key in ("audio", "audio_url") and text.startswith("https://"):
            made["audio"] = text
        elif key not in _SIZES and text:
            left.append(key)
    size = _size(table)
    if size:
        made["size"] = size
    asked = tuple(
        f"the prompt says {key} {said[key]}, the request {made[key]}: which is right?"
        for key in ("duration",)
        if key in said and key in made and said[key] != made[key]
    )
    merged = {**{key: value for key, value in said.items() if key not in made}, **made}
    notes = (f"not taken over from the request: {', '.join(left[:12])}",) if left else ()
    return merged, notes, asked


def _size(table: Table) -> str:
    """The size that a request names, as a size or as a tier and a shape; as typed where the model has none like it."""
    words = {key: str(value).strip() for key in _SIZES if isinstance(value := table.get(key), str) and value.strip()}
    profile = profiles.load(profiles.DEFAULT, None)
    for key in ("size", "resolution", "dimension"):
        named = profiles.sizes(profile, words.get(key, ""))
        if len(named) == 1:
            return named[0]
    ratio = words.get("aspect_ratio") or words.get("ratio") or ""
    found = size_of(ratio, words.get("resolution", "")) or size_of(ratio)
    return found or words.get("size", "")
