"""A table as a clip: which column holds what, and a shot for each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from storyboard.importers._draft import Draft, DraftClip, DraftShot, Line, Refused
from storyboard.importers._times import Time, instant, read_time

_COLUMNS: dict[str, str] = {
    "time": "time timecode timing timestamp range tiempo zeit temps tempo время тайминг timeline 时间 时间戳 "
    "時間 時刻 时间轴 시간 タイム 秒 秒数 süre waktu",
    "start": "start in begin from 开始 入点",
    "end": "end out to until 结束 出点",
    "length": "duration durations length dur secs seconds 时长 時長 尺 長さ 길이 duración durée dauer длительность "
    "duração",
    "number": "# no nr num number shot scene cut beat segment frame id 镜号 镜头 鏡頭 镜头序号 序号 编号 カット シーン "
    "컷 장면 кадр сцена plan plano escena cena szene scena",
    "clip": "clip",
    "cliptitle": "cliptitle",
    "ignored": "filmstart",
    "title": "title name titel 标题 タイトル titre titulo",
    "text": "text action description visual visuals video prompt content shotdescription "
    "scenedescription beschreibung acción accion descripción descripcion описание действие 画面 "
    "内容 描述 picture whattoshow visualaction 视觉画面 镜头内容 "
    "画面内容 画面描述 动作 映像 内容・動き 화면 내용 설명 action/angle whathappens bild visuel image "
    "visual/action aksi visualprompt",
    "camera": "camera cameramovement shottype movement angle framing shotsize camera/shot 运镜 运镜方式 景别 机位 "
    "镜头语言 カメラ 카메라 камера cámara caméra kamera",
    "light": "light lighting 灯光 光线 照明 licht",
    "sound": "sound sfx audio soundeffects fx 音效 声音 音 효과음 звук sonido son ton suara",
    "music": "music bgm 音乐 音楽 음악 музыка música musique musik",
    "transition": "transition transitions cut/transition 转场 переход transición übergang",
    "speaker": "speaker character who 角色 说话人 話者",
    "dialogue": "dialogue dialog line lines voiceover vo narration speech script 台词 "
    "对白 旁白 口播 セリフ ナレーション "
    "대사 나레이션 реплика диалог diálogo dialogue/vo",
}
_BY_NAME = {name: column for column, names in _COLUMNS.items() for name in names.split()}
_PLAIN = re.compile(r"[\s_*`]+|\([^()]*\)|（[^（）]*）")
_FIELDS = ("camera", "light", "sound", "music", "transition")
_TIMES = ("time", "start", "end", "length")
# 1, S01, Shot 1, VT-01; and what stands behind it: 1. The quay
_NUMBER = re.compile(
    r"[*_]{0,3}+[^\W\d_]{0,12}+[ \t#№-]{0,3}([0-9]{1,4}+)(?![0-9])[*_]{0,3}+[ \t.:：)-]*+(.*)", re.DOTALL
)
_NAMED = re.compile(r"[^\W\d_][^:：\n\"“]{0,40}[:：]")


def columns(header: Sequence[str]) -> list[str]:
    """What each column of a header holds; none where nothing tells, and for the second of a kind that is no field."""
    made: list[str] = []
    for cell in header:
        column = _BY_NAME.get(_PLAIN.sub("", cell).casefold(), "")
        made.append(column if column not in made or column in _FIELDS else "")
    return made


def fits(header: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> bool:
    """Whether a table is a list of shots: a time or a number beside words, or times in its rows beside anything."""
    held = columns(header)
    found = set(held)
    if found & {"text", "camera", "dialogue"} and found & {"time", "start", "length", "number"}:
        return True
    first = [_cells(held, row) for row in islice(rows, 3)]
    return "" in found and bool(first) and all(map(_timed, first))


def _timed(cells: dict[str, str]) -> bool:
    time = read_time(*(cells.get(name) for name in _TIMES))
    return time.end is not None or time.length is not None or instant(cells.get("time", "")) is not None


def _cells(held: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for column, cell in zip(held, row, strict=False):
        if column and cell.strip():
            made[column] = f"{made[column]}, {cell.strip()}" if column in made else cell.strip()
    return made


def shots_of(rows: Sequence[Sequence[str]]) -> Draft | Refused:
    """The rows below a header as shots, in clips where a column names them."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows or not fits(rows[0], rows[1:]):
        return Refused("its header names no column of times or numbers beside one of words")
    if len(rows) < 2:
        return Refused("it has no rows below its header")
    header = [cell.strip(" *") for cell in rows[0]]
    held = columns(rows[0])
    if "text" not in held and "" in held:
        unnamed = [at for at, column in enumerate(held) if not column]
        held[max(unnamed, key=lambda at: sum(len(row[at]) for row in rows[1:] if at < len(row)))] = "text"
    clips: list[tuple[str, str, list[DraftShot]]] = []
    read = [_cells(held, row) for row in rows[1:]]
    for row, cells, time in zip(rows[1:], read, _times(read), strict=True):
        name = cells.get("clip", "")
        if not clips or clips[-1][0] != name:
            clips.append((name, cells.get("cliptitle", ""), []))
        known = zip(header, held, row, strict=False)
        rest = [(name, cell.strip()) for name, column, cell in known if not column and cell.strip()]
        clips[-1][2].append(_shot(cells, time, rest))
    several = len(clips) > 1
    return Draft(
        clips=tuple(
            DraftClip(title=title or (_title(name) if several else ""), shots=tuple(shots))
            for name, title, shots in clips
        )
    )


def _times(read: Sequence[dict[str, str]]) -> list[Time]:
    """The time of each row; where a column only has starts, which rise from 0, each shot lasts until the next."""
    starts = [instant(cells.get("time", "")) if "length" not in cells else None for cells in read]
    known = [start for start in starts if start is not None]
    if len(known) < max(2, len(read)) or known[0] != 0 or any(b <= a for a, b in pairwise(known)):
        return [read_time(*(cells.get(name) for name in _TIMES)) for cells in read]
    asked = "the table gives only when each shot starts: how long is this one?"
    return [*(Time(a, b) for a, b in pairwise(known)), Time(doubts=(asked,))]


def _title(name: str) -> str:
    return f"Clip {name}" if name.isdecimal() else name


def _shot(cells: dict[str, str], time: Time, rest: list[tuple[str, str]]) -> DraftShot:
    number = _NUMBER.match(cells.get("number", ""))
    return DraftShot(
        number=int(number[1]) if number is not None and int(number[1]) > 0 else None,
        start=time.start, end=time.end, length=time.length,
        title=cells.get("title") or (number[2].strip() if number is not None else cells.get("number", "")),
        lines=tuple(_lines(cells, rest)),
        doubts=time.doubts,
    )  # fmt: skip


def _lines(cells: dict[str, str], rest: list[tuple[str, str]]) -> Iterator[Line]:
    for line in re.split(r"\n|<br[ \t]*/?>", cells.get("text", "")):
        yield Line(line)
    for name in _FIELDS:
        if name in cells:
            yield Line(f"{name}: {' '.join(cells[name].split())}", key=True)
    for line in re.split(r"\n|<br[ \t]*/?>", cells.get("dialogue", "")):
        words = " ".join(line.split()).strip()
        if not words or words in ("-", "–", "—"):
            continue
        speaker = cells.get("speaker", "")
        if speaker:
            quoted = words if words[0] in '"“「«' else f'"{words}"'
            yield Line(f"{speaker}: {quoted}", key=True)
        else:
            yield Line(words, key=True) if _NAMED.match(words) else Line(f"Dialogue: {words}")
    for name, words in rest:
        yield Line(f"{name}: {' '.join(words.split())}")
