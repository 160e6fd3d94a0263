"""What fuzzing begins with, and the pieces that it puts in: tables, one row a kind."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from storyboard.config import Config, Limits

ROOT = Path(__file__).resolve().parents[2]


@cache
def stories() -> tuple[bytes, ...]:
    paths = sorted((ROOT / "samples").rglob("*.story")) + sorted((ROOT / "tests" / "cases").rglob("*.story"))
    texts = {path.read_bytes().partition(b"\n# expect:")[0] for path in paths}
    return tuple(sorted(text for text in texts if 0 < len(text) < 3_000))


@cache
def foreign() -> tuple[bytes, ...]:
    """Texts of other kinds: the stories' own requests and tables, and what a few importers are for."""
    shots = [{"time": "0-3s", "text": "A lamp."}, {"time": "3-5s", "text": "A hand."}]
    texts = [
        json.dumps({"prompt": "Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] x", "duration": 5, "size": "1280*720"}),
        json.dumps({"shots": shots, "title": "Night"}),
        json.dumps(shots),
        "curl -X POST https://host/v1/m -H 'a: b' -d '{\"prompt\": \"Shot 1 [0-3s] A lamp.\"}'",
        'requests.post(url, json={"prompt": """Shot 1 [0-3s] A lamp.\n""" + "x", "seed": 1,})',
        "time,text\n0-3s,A lamp.\n3-5s,\"A hand, \"\"slow\"\"\"\n",
        "Shot;Start;End;Text\n1;0;3;A lamp.\n2;3;5;A hand.\n",
        "| Shot | Time | Text |\n| --- | --- | --- |\n| 1 | 0-3s | A lamp. |\n| 2 | 3-5s | A hand. |\n",
        "WEBVTT\n\n00:00.000 --> 00:03.000\nA lamp.\n\n00:03.000 --> 00:05.000\n<b>A hand.</b>\n",
        "1\n00:00:00,000 --> 00:00:03,000\nA lamp.\n\n2\n00:00:03,000 --> 00:00:05,000\nA hand.\n",
        "shots:\n  - time: 0-3s\n    text: A lamp.\n  - time: 3-5s\n    text: A hand.\n",
        '<film><shot start="0" end="3">A lamp.</shot><shot start="3" end="5">A &amp; B</shot></film>',
        'shot=1 start=0 end=3 text="A lamp."\nshot=2 start=3 end=5 text="A hand."\n',
        "Here is your prompt:\n\n**Shot 1 (0-3s):** A lamp.\n**Shot 2 (3-5s):** A hand.\n\nWould you like more?",
        "A lamp (0:00-0:03). Then a hand (0:03-0:05).",
        "T+0 A lamp\nT+3 A hand\n",
        "Title: _A_\n\nINT. QUAY - DAY #1#\n\n[[SHOT 0-3s]] A lamp.\n\n@Oda (V.O.) ^\n(low)\nWell?\n\n/* no */\n> CUT TO:\n\n.SEA\n\nRain. (3s)",
        '<FinalDraft><Content><Paragraph Type="Character"><Text>ODA</Text></Paragraph><Paragraph Type="Dialogue"><Text>Well?</Text></Paragraph></Content></FinalDraft>',
    ]  # fmt: skip
    return (*(text.encode() for text in texts), *stories()[::4])


CUT_STORY = "# A\nduration: 5\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.\n"


@cache
def cuts() -> tuple[bytes, ...]:
    """The timelines of a story, as they are written, and without the marks that storyc knows its shots by."""
    from storyboard.compiler.pipeline import compile_story
    from storyboard.exchange.exporters import load_timeline, timelines
    from storyboard.exchange.timelines.laying import laid
    from storyboard.source import MemoryFiles

    timeline = laid(compile_story(MemoryFiles({"film.story": CUT_STORY}), "film.story", Config()))
    texts = [exporter.write(timeline) for name in timelines() if (exporter := load_timeline(name)) is not None]
    return tuple(text.encode() for whole in texts for text in (whole, whole.replace("C01S", "X")))


@cache
def cut_pieces() -> tuple[bytes, ...]:
    words = (
        "C01S01", "C01S02", "C01T1", "00:00:01:12", "01:00:00;00", "M2   C01T1 012.0 00:00:00:00\n", "<timeMap/>", "<gap duration=\"1s\"/>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&amp;", "&a;", "1001/30000s", "-1", "0", "1e308", "9" * 30, "<clipitem>", "</clipitem>", "<track>",
        "<transitionitem>", "lane=\"1\"", "enabled=\"0\"", "\"enabled\": false,", "\"OTIO_SCHEMA\": \"Gap.1\",", "\"effects\": [{\"OTIO_SCHEMA\": \"FreezeFrame.1\"}],",
        "null", "[]", "{}", "NaN", "Infinity", "\ufeff", "\x00",
    )  # fmt: skip
    return tuple(word.encode() for word in words)


@cache
def receipts() -> tuple[bytes, ...]:
    """A receipt of one clip, as it is written; its hashes are nobody's."""
    event = {
        "number": 1,
        "before": "",
        "after": "stored",
        "at": "2026-03-01T12:00:00Z",
        "note": "x",
        "price": 1,
        "held": 0,
    }
    clip: dict[str, Any] = dict.fromkeys("story variant profile host ledger attempt run".split(), "x")
    shape = {"seconds": 5, "size": "1280x720", "fps": 30, "sound": True}
    digest = "0" * 64
    clip |= {
        "clip": {"index": 1, "title": "", "slug": "clip"}, "take": 1, "request_id": None, "rehearsal": False,
        "request": {"prompt": "x"}, "beside": {}, "whole": True, "request_sha256": digest, "seed": 1, "seconds": 5,
        "ordered": shape, "measured": None, "off_spec": None, "agreed": False, "price_usd": 0.625, "cost_usd": 0.625,
        "cost_known": True, "consent": None, "created": "2026-03-01T12:00:00Z", "sent": None, "path": None,
        "sha256": digest, "size": 1, "root": digest, "events": [event | {"spent": 1, "hash": digest, "whole": True}],
    }  # fmt: skip
    whole = {"schema": "storyc.receipt/1", "storyc": "0", "signature": None, "clips": [clip]}
    return (json.dumps(whole).encode(),)


@cache
def story_pieces() -> tuple[bytes, ...]:
    words = (
        "Shot 1 [0-3s] x\n", "Shot 2 [3-6s] ", "[0-3s]", "(0:03-0:05)", "Scene 1 — ", "HOOK (0-1s): ", "镜头1【0-3秒】", "# x\n", "---\n",
        "***\n", "\n\n", "  camera: ", "  ANNA: \"x\"\n", "[[ ", " ]]", "{{ ", " }}", "{{ a }}", "@ANNA", "// storyc: ignore[SB1]\n", "title: ",
        "duration: ", "takes: 2\n", "split: auto\n", "vars:\n  a: b\n", "cast:\n  ANNA: {look: x, old: y}\n", "variants:\n  v: {seed: 1}\n",
        "include: shared.yaml\n", "audio: x.wav\n", "size: 1280*720\n", "template: wan\n", "language: de\n", "| 0-3s | x |\n", "1. ", "- ", "Time: 0-2s\n",
        "Duration: ", "0s", "9.5", "０", "½", "🎬", "\u200d", "\ufeff", "\u2028", "\u00a0", "/*", "*/", "<!--", "\\", "&a ", "*a ", "!!x ", "\"\\u009b\"",
    )  # fmt: skip
    return tuple(word.encode() for word in words)


@cache
def templates() -> tuple[bytes, ...]:
    own = (
        b"{% for shot in shots %}{{ shot.label|lower }} {{ shot.line }}{% endfor %}",
        b"{{ title|upper }}{% include 'wan.j2' %}",
    )
    return (*(path.read_bytes() for path in sorted((ROOT / "templates").rglob("*.j2"))), *own)


@cache
def template_pieces() -> tuple[bytes, ...]:
    words = (
        "{{ ", " }}", "{% if title %}", "{% else %}", "{% endif %}", "{% for shot in shots %}", "{% for s in shot.dialogue %}", "{% endfor %}", "{% include 'wan.j2' %}",
        "|replace('a', 'aa')", "|join(', ')", "|default('x')", "|int", "|first", " ~ ", " and ", " not ", " is defined", "shots[0]", ".text", "loop.index",
        "'\\x1b'", "\"\\u202e\"", "9" * 50, "1e9", "{# ", " #}", "{%- ", " -%}", "{% raw %}", "title", "shot.line", "cast", "(", ")", "[", "]", "{", "}",
    )  # fmt: skip
    return tuple(word.encode() for word in words)


@cache
def settings_seeds() -> tuple[bytes, ...]:
    """Each key with values of each type."""
    from storyboard.config import CapSettings, HostSettings, Rules

    keys = [
        field
        for field in Config.__struct_fields__
        if field not in ("rules", "caps", "limits", "host", "origins", "outside")
    ]
    keys += [f"{name}.{key}" for name, record in (("rules", Rules), ("caps", CapSettings), ("limits", Limits), ("host.segmind", HostSettings)) for key in record.__struct_fields__]  # fmt: skip
    values = (
        "1",
        "-1",
        "0.5",
        "1e99",
        "true",
        '"x"',
        "[]",
        '["a", 1]',
        "{}",
        "1979-05-27",
        "1979-05-27T07:32:00Z",
        "inf",
        "nan",
        "0x" + "f" * 99,
        '"12.50"',
        "[[1], {a = 1}]",
    )
    lines = [f"{key} = {value}\n".encode() for key in keys for value in values]
    whole = b'model = "wan-2.6-t2v@segmind"\n[rules]\nignore = ["SB214"]\n[caps]\nrun = 12.50\n[limits]\nclips = 10\n[host.segmind]\ntimeout = 9\n'
    return (whole, b"[tool.storyc]\njobs = 2\n", *lines)


@cache
def settings_pieces() -> tuple[bytes, ...]:
    lines = settings_seeds()[2:]
    words = (
        b"[",
        b"]",
        b"[[",
        b"]]",
        b".",
        b" = ",
        b'"""',
        b"'''",
        b"#",
        b"\\u0000",
        b"{",
        b"}",
        b", ",
        b"a.b.c",
        b"[limits]\n",
        b"[host.segmind]\n",
        b"SG_0123456789abcdef",
    )
    return (*words, *lines[::7])


@cache
def lock_seeds() -> tuple[bytes, ...]:
    from storyboard.production.plan import lockfile

    taken = lockfile.Entry(
        story="a.story", clip=1, title="Night", variant="", take=1, profile="wan-2.6-t2v@segmind", provider="segmind",
        request_sha256="0" * 64, seed=1, request_id="abc-1", state="done", ledger="x",
        sent=datetime(2026, 11, 27, tzinfo=UTC), price_usd=0.625, file_sha256="1" * 64,
    )  # fmt: skip
    second = msgspec.structs.replace(taken, clip=2, state="running", price_usd=None, file_sha256=None, take=2)
    return tuple(lockfile.text(lockfile.lock_of(entries)) for entries in ((), (taken,), (taken, second)))


@cache
def lock_pieces() -> tuple[bytes, ...]:
    return (b'"schema": "storyc.lock/1"', b'"state": "lost"', b"null", b"{", b"}", b"[" * 200, b'"price_usd": 1e-400', b"1e999", b"\\ud800", b"<<<<<<< a\n", b"0001-01-01T00:00:00+23:59", b'"seed": 9223372036854775808', b",\n")  # fmt: skip


@cache
def profile_seeds() -> tuple[bytes, ...]:
    folder = ROOT / "storyboard" / "profiles"
    texts = [path.read_bytes() for path in sorted(folder.glob("*@*.yaml"))]
    return tuple(text.replace(text.split(b"@")[0].split()[-1], b"own") for text in texts) + tuple(texts)


def _wav() -> bytes:
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 836, b"WAVE", b"fmt ", 16, 1, 1, 8000, 16_000, 2, 16, b"data", 800
    ) + bytes(800)


@cache
def sounds() -> tuple[bytes, ...]:
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)
    xing = frame[:36] + b"Xing\x00\x00\x00\x03\x00\x00\x01\x00\x00\x00\x10\x00" + frame[52:]
    return (_wav(), frame * 4, tag + frame * 3, xing + frame * 2, b"RIFF" + bytes(60), b"OggS" + bytes(60))


@cache
def pictures() -> tuple[bytes, ...]:
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6

    def saved(mode: str, kind: str, **how: Any) -> bytes:
        out = io.BytesIO()
        Image.new(mode, (24, 9)).save(out, kind, **how)
        return out.getvalue()

    return (
        *(saved(mode, "PNG") for mode in ("RGB", "LA", "P", "1", "I;16")),
        *(saved(mode, "JPEG", exif=exif.tobytes()) for mode in ("RGB", "CMYK", "L")),
        saved("RGBA", "WEBP", lossless=True),
        saved("RGB", "WEBP", exif=exif.tobytes()),
        saved("RGB", "PNG", save_all=True, append_images=[Image.new("RGB", (24, 9), "red")]),
        b"<svg/>",
    )


def _box(name: bytes, filling: bytes) -> bytes:
    return struct.pack(">I4s", len(filling) + 8, name) + filling


@cache
def films() -> tuple[bytes, ...]:
    from storyboard.emulate.media import Clips, Footage

    sets = b"\x01\x64\x00\x1f\xff\xe1\x00\x08\x67\x64\x00\x1f\xac\xd9\x40\x50\x01\x00\x04\x68\xeb\xe3\xcb"
    small = [_box(b"ftyp", b"isom" + bytes(8)) + _box(b"moov", _box(b"avcC", sets)) + _box(b"mdat", bytes(30)), sets]
    clips = Clips()
    try:
        whole = clips.clip(Footage("64x64", 1_000, 8), "seed")
    finally:
        clips.close()
    return (*small, whole)


@cache
def answers() -> tuple[bytes, ...]:
    statuses = (200, 202, 302, 400, 401, 402, 403, 404, 406, 408, 413, 415, 422, 429, 500, 502, 503, 504)
    bodies = (
        b'{"error": "Not enough credits", "error_description": "x"}',
        b'{"request_id": "abc-1", "status": "QUEUED"}',
        b'{"output": ["https://x/a.mp4"], "metrics": {"cost": 0.6}}',
        b"<html>x</html>",
        b"",
        b"[]",
        b'{"error": {"a": [1]}}',
    )
    heads = (
        b"",
        b"Retry-After: 5\nDate: Fri, 27 Nov 2026 03:00:00 GMT\n",
        b"x-rate-limit-reset-at-utc: 2026-11-27T03:00:00Z\nx-cost: 0.5\n",
        b"Content-Type: application/json\n",
    )
    return tuple(b"%d\n%b\n%b" % (status, head, body) for status in statuses for body in bodies for head in heads)


@cache
def answer_pieces() -> tuple[bytes, ...]:
    return (b'"error": ', b'"error_description": ', b"1e400", b"NaN", b"Retry-After: ", b"99999999999999999999", b"Fri, 31 Dec 9999 23:59:59 -2359", b"0001-01-01T00:00:00+23:59", b"x-cost: ", b"{", b"[" * 300, b"\\ud800", b"SG_0123456789abcdef", b"https://", b"429", b"\n\n")  # fmt: skip


def nothing() -> tuple[bytes, ...]:
    return ()


@cache
def raw_pieces() -> tuple[bytes, ...]:
    return (b"\x00\x00\x00\x08moov", b"\x00\x00\x00\x01mdat\x00\x00\x00\x00\x00\x00\x00\x10", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"fmt ", b"data", b"LIST", b"\xff\xfb\x90\x64", b"Xing", b"VBRI", b"ID3", b"avcC", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00")  # fmt: skip
