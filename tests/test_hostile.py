"""Hostile input: every text is read in time that grows with its length, nothing raises, and no character is lost."""

from __future__ import annotations

import errno
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config, Limits
from storyboard.diagnostics import Level
from storyboard.language.story import Script
from storyboard.language.syntax import read_script, read_text
from storyboard.records.api import Imported
from storyboard.source import MemoryFiles, Source
from tests.compiling import PATH, codes, compiled
from tests.steps import within
from tools.fuzz.targets import indented

ROOT = Path(__file__).resolve().parent.parent
# What is repeated to fill a line, and what may stand before and behind it.
FILLINGS = [
    " ", "\t", " \t", "\u3000", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", "[", "]", "(", ")", "（", "）", "【", "】", "[]", "()", "[(", "[[", "]]", "[[ ", "{{", "}}",
    "{{ ", "{{ a }}", "{{ a ", "{", "{a:", '{"a":[', "}", "-", "–", "—", "~", "〜", "- ", "*", "**", "* ", "_", "#", "# ", ">", "> ", "|", "| ", "/", "//", "\\", "\\@", "\\[[", "@", "@a", "@A ", "@OLD ", "\"", "'",
    "“", "”", "「", "」", "«", ":", "：", ": ", ".", ". ", ",", "，", "·", "0", "1", "９", "0.", "0:", "0:0", "0-", "0-3", "0-3s ", "[0-3s] ", "[0-3s", "(0-3s", "1. ", "1) ", "s", "sec ", "秒", "to ",
    "a", "A", "Z: ", "word ", "VO: ", "Shot ", "Shot 1 ", "Shot 1 [", "Shot 1 [0-3s] ", "Shot 1 (", "Shot one ", "镜头", "镜头1", "第", "第1个", "第一个镜头", "シーン", "Scene 1 — ", "HOOK ",
    "duration: ", "camera: ", "title:", "camra: ", "00:00:00", "00:00:00-", "0-3 min ", "3f-", "🎬", "🎬️ ", "👩\u200d👧", "e\u0301", "\u0301", "\u05d0", "\u0627", "\u202e", "\u2067", "\x07", "\r", "\u0130",
    "ß", "ﬁ", "\U000e0041", "½", "²", "Ⅳ", "٣", "---", "***", "// storyc: ignore[", "storyc:", "&a ", "*a ", "!!x ", "? ", "%", "`", "<<<", "<", "$", "\x00", "SG_0123", "https://", "https://a@", "image1", "@image1 ", " // ", "/*", "/* */", "<!-- ", "note: ", "Time: ", "Time: 0-2s", "# Shot 1 ", "Kamera: ",
]  # fmt: skip
FRAMES = [
    "{}",
    "{}x",
    "Shot 1{}x",
    "Shot 1 [{}",
    "Shot 1 [0-3s]{}x",
    "[0-3s{}",
    "0-3s{}x",
    "A lamp {}.",
    "# {}",
    "title: {}",
    "  camera: {}",
    'ANNA: "{}',
    "[[ {}",
    "@OLD{}",
]
CAST = "---\ncast:\n  OLD MAN: a man\n  A: a woman\nvars:\n  a: b\n---\n"


def seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def linear(work: Callable[[str], object], short: str, long: str) -> bool:
    """Whether the long text takes time in proportion; measured anew while it does not, since the machine is shared.

    What is not linear stays so in every round: four times the text would take sixteen times as long and more. Under
    20 ms the clock says nothing, and most texts take no longer.
    """
    return any(
        seconds(work, long) < 0.020
        or min(seconds(work, long) for _ in range(3)) < 16 * min(seconds(work, short) for _ in range(3))
        for _ in range(6)
    )


@pytest.mark.parametrize("filling", FILLINGS, ids=ascii)
def test_a_long_line_takes_linear_time(filling: str) -> None:
    for frame in FRAMES:
        texts = [
            CAST + "Shot 1 [0-3s] A lamp.\n" * (frame[:1] == " ") + frame.format(filling * (size // len(filling)))
            for size in (1_000, 4_000)
        ]
        assert linear(compiled, *texts), frame


@pytest.mark.parametrize(
    "line",
    [
        "---\n",
        "***\n",
        "\n",
        " \n",
        "# x\n",
        "// x\n",
        "Shot 1 [0-1s] x\n",
        "Shot 1: x\n",
        "x\n",
        "  x\n",
        "camera: x\n",
        "A: x\n",
        "seed: 1\n",
        "[[ x\n",
        "{{ a }}\n",
        "@A\n",
        "@B\n",
        "Shot one:\n",
        "[0-3s] a [3-6s] b\n",
        "HOOK (0-1s):\n",
        "// storyc: ignore[SB106]\ncamra: x\n",
        "Shot 1 0-3s a\n",
        "title: x\n  y\n",
        "x:\n",
        "## Shot 1\nTime: 0-2s\n",
        "Shot 1: x\nTime: 0-2s\n",
        "Scene 1\nShot 1 [0-1s] x\n",
        "  note: x // y\n",
        "#X\n",
        "Kamera: x\n",
    ],
    ids=ascii,
)
def test_many_lines_take_linear_time(line: str) -> None:
    for head in ("", "Shot 1 [0-3s] A lamp.\n", "---\n", CAST):
        texts = [head + line * size for size in (200, 800)]
        assert linear(compiled, *texts), head


# ---- YAML ----

# As many calls as a first compile makes with all that it imports, and some more.
MANY = 2_000_000

BOMBS = {
    "aliases": "vars: {a: &a [x, x], b: &b [*a, *a], c: &c [*b, *b], d: [*c, *c]}",
    "merge keys": "vars: {a: &a {x: y}, b: {<<: *a}}",
    "brackets": "vars: " + "[" * 50_000 + "]" * 49_999,
    "closed brackets": "vars: " + "[" * 40_000 + "]" * 40_000,
    "braces": "vars: " + "{a: " * 20_000 + "x" + "}" * 20_000,
    "unclosed braces": "vars: " + "{" * 90_000,
    "deep blocks": "vars:\n" + "".join(" " * (n + 1) + f"k{n}:\n" for n in range(200)) + " " * 202 + "x",
    "deep lists": "vars:\n  a:\n" + "".join(" " * (2 * n + 4) + "-\n" for n in range(200)),
    "dashes": "vars:\n  " + "- " * 20_000 + "x",
    "question marks": "vars: {" + "? " * 20_000 + "}",
    "many keys": "vars:\n" + "".join(f"  k{n}: x\n" for n in range(25_000)),
    "many flow keys": "vars: {" + ", ".join(f"k{n}: x" for n in range(10_000)) + "}",
    "quotes": "vars: {a: " + '"' * 30_001 + "}",
    "tag": "vars: {a: !!python/object/apply:os.system [x]}",
    "tag directive": "vars: {a: !<tag:yaml.org,2002:python/name:os.system> x}",
    "long number": "seed: " + "9" * 50_000,
    "anchors": "vars: {" + ", ".join(f"k{n}: &a{n} x" for n in range(5_000)) + "}",
    "commas": "vars: [" + "," * 50_000 + "]",
    "colons": "vars: {" + ":" * 50_000 + "}",
    "hashes": "vars: {a: b " + "#" * 50_000 + "\n }",
    "escapes": 'vars: {a: "' + "\\" * 50_001 + '"}',
    "unicode escapes": 'vars: {a: "\\uD800\\x00"}',
    "date": "vars: {a: 2024-99-99}",
    "null key": "vars: {~: a, null: b}",
    "list key": "vars: {[a]: b}",
    "block scalar": "title: |\n" + "  x\n" * 20_000,
    "folded scalar": "title: >-\n" + "  x\n" * 20_000,
    "tabs": "vars:\n\ta: b\n\t\tc: d",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("form", ["---\n{}\n---\nA lamp.", "{}\nA lamp.", "include"])
def test_yaml_bomb(name: str, form: str) -> None:
    typed = "include: a.yaml\nA lamp." if form == "include" else form.format(BOMBS[name])
    made = within(20 * len(BOMBS[name]) + MANY, lambda: compiled(typed, {"a.yaml": BOMBS[name]}))
    for each in made.diagnostics:
        assert each.finding.help
    if name in ("aliases", "merge keys", "tag", "tag directive", "anchors"):
        assert "SB103" in codes(made)
    if name in ("closed brackets", "braces", "deep blocks", "many keys"):
        assert {"SB113", "SB103"} & set(codes(made))


# ---- templates ----

HOSTILE = [
    "{{ range(999999999) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ (7 ** (10 ** 7))|string }}",
    "{{ 2 ** 100 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ [0] * 1000000000 }}",
    "{{ 3 * 3 }}",
    "{{ 1 + 1 }}",
    "{{ 7 % 3 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ title.format(title) }}",
    "{{ title.__class__ }}",
    "{{ title.__class__.__mro__[1].__subclasses__() }}",
    "{{ title['__class__'] }}",
    "{{ title[\"__class__\"][\"__base__\"] }}",
    "{{ title|attr('__class__') }}",
    "{{ title|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ shots[0].__init__.__globals__ }}",
    "{{ self }}",
    "{{ title.upper }}",
    "{{ title['upper'] }}",
    "{{ shots[0].text.format ~ '' }}",
    "{{ shots.append }}",
    "{{ shots.index }}",
    "{{ title.index }}",
    "{{ shots[0].text.of }}",
    "{{ shots[0].text.parts }}",
    "{{ shots[0].number.bit_length }}",
    "{{ loop.cycle }}",
    "{% for s in shots %}{{ loop.cycle }}{{ loop.changed }}{% endfor %}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ lipsum(n=1000000) }}",
    "{{ cycler('a') }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ dict(a=1) }}",
    "{{ config }}",
    "{{ request }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ title.upper() }}",
    "{{ shots.append(1) }}",
    "{{ title.encode() }}",
    "{{ title.center(99999999) }}",
    "{{ title.ljust(99999999) }}",
    "{{ title.zfill(99999999) }}",
    "{{ title|center(99999999) }}",
    "{{ title|indent(99999999) }}",
    "{{ title|wordwrap(1) }}",
    "{{ title|format(1) }}",
    "{{ title|list }}",
    "{{ title|batch(1) }}",
    "{{ title|slice(99999999) }}",
    "{{ title|pprint }}",
    "{{ title|tojson }}",
    "{{ title|xmlattr }}",
    "{{ title|map('upper')|list }}",
    "{{ shots|map(attribute='__class__')|list }}",
    "{{ shots|sum(attribute='x') }}",
    "{{ shots|groupby('number') }}",
    "{{ title|random }}",
    "{{ title|safe }}",
    "{{ title|filesizeformat }}",
    "{% set a = 'x' %}{{ a }}",
    "{% set a %}x{% endset %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% call f() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% import 'wan.j2' as x %}",
    "{% from 'wan.j2' import x %}",
    "{% extends 'wan.j2' %}",
    "{% block a %}x{% endblock %}",
    "{% include title %}",
    "{% include ['a', 'b'] %}",
    "{% include '../../secret' %}",
    "{% include '/etc/passwd' %}",
    "{% include 'hostile.j2' %}",
    "{% include 'gone.j2' %}",
    "{% do title %}",
    "{% with a = title %}{{ a }}{% endwith %}",
    "{% for s in shots %}{% for t in shots %}x{% endfor %}{% endfor %}",
    "{% for s in shots %}{% for t in s.dialogue %}{% for u in t.line %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for s in shots recursive %}{{ loop(shots) }}{% endfor %}",
    "{% for c in 'x' * 999999999 %}x{% endfor %}",
    "{% for c in [1, 2, 3] %}x{% endfor %}",
    "{% for c in title|upper %}x{% endfor %}",
    "{% for s in shots[0:1] %}x{% endfor %}",
    "{% if 9 ** 9 ** 9 %}x{% endif %}",
    "{{ 'x' if 9 ** 9 else 'y' }}",
    "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    "{{ " + "1 + " * 20_000 + "1 }}",
    "{{ " + "title ~ " * 5_000 + "title }}",
    "{{ title" + "|upper" * 3_000 + " }}",
    "{{ title" + "|replace('a', 'aaaaaaaaaa')|replace('', 'a')" * 12 + "|replace('a', 'a' * 99) }}",
    "{{ 'a'" + "|replace('a', 'aaaaaaaaaa')" * 12 + " }}",
    "{{ 'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaaaaaaaaaaaa')" * 30 + " }}",
    "{{ shots|join(" + "'" + "x" * 900 + "'|replace('x', '" + "x" * 900 + "')) }}",
    "{% if true %}" * 500 + "x" + "{% endif %}" * 500,
    "{% for a in shots %}" * 30 + "x" + "{% endfor %}" * 30,
    "{{ not" * 300 + " 1 }}",
    "{{ missing }}",
    "{{ title.missing }}",
    "{{ missing.more }}",
    "{{ shots[99].label }}",
    "{{ shots[0].missing }}",
    "{{ title",
    "{% if title %}",
    "{% endfor %}",
    "{% frobnicate %}",
    "{{ title|frobnicate }}",
    "{{ title is frobnicate }}",
    "{{ 'x' is mapping }}",
    "{{ title is callable }}",
    "{{ 9999999999|int|int(1, 2, 3) }}",
    "{{ title|default(*shots) }}",
    "{{ title|default(**shots) }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ [title] }}",
    "{{ -title }}",
    "{{ 1 // 0 }}",
    "{{ 1 / 0 }}",
    "{% raw %}x{% endraw %}{{ 2 * 2 }}",
    "{% trans %}x{% endtrans %}",
    "{% debug %}",
    "{% autoescape true %}{{ title }}{% endautoescape %}",
    "{{ " + "9" * 5_000 + " }}",
    "{{ '\\x1b' }}",
    "{{ title|replace('x', '\\u202e') }}",
]  # fmt: skip


@pytest.mark.parametrize("template", HOSTILE, ids=lambda template: ascii(template[:40]))
def test_a_hostile_template_is_refused(template: str) -> None:
    made = compiled(
        "template: hostile\ntitle: x\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.",
        {"templates/prompts/hostile.j2": template},
    )
    assert codes(made) == ["SB605"]
    assert not made.requests
    assert made.diagnostics[0].finding.help


def test_templates_that_include_each_other() -> None:
    files = {f"templates/prompts/{name}.j2": "{% include '" + after + ".j2' %}" for name, after in ("ab", "bc", "ca")}
    made = compiled("template: a\nA lamp.", files)
    assert codes(made) == ["SB605"]
    assert "itself" in made.diagnostics[0].finding.message


def test_templates_that_include_each_other_many_times_over() -> None:
    files = {f"templates/prompts/t{n}.j2": ("{% include 't" + str(n + 1) + ".j2' %}") * 60 for n in range(8)}
    files["templates/prompts/t8.j2"] = "x" * 1_000
    made = compiled("template: t0\nA lamp.", files)
    assert codes(made) == ["SB605"]


def test_files_that_include_each_other_many_times_over() -> None:
    files = {f"{n}.yaml": "include:\n" + f"  - {n + 1}.yaml\n" * 40 for n in range(1, 7)}
    files["7.yaml"] = "seed: 4\n"
    made = within(MANY, lambda: compiled("include: 1.yaml\nA lamp.", files))
    assert made.requests[0].fields["seed"] == 4


class Locked(MemoryFiles):
    """Files of which one is there and may not be read."""

    def __init__(self, held: Mapping[str, str | bytes], locked: str) -> None:
        super().__init__(held)
        self.locked = locked

    def read(self, path: str, limit: int | None = None) -> bytes:
        if path == self.locked:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return super().read(path, limit)


@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        ("include: shared.yaml", "shared.yaml", "SB405"),
        ("audio: rain.wav", "rain.wav", "SB405"),
        ("template: mine", "templates/prompts/mine.j2", "SB605"),
        ("model: mine@segmind", "profiles/mine@segmind.yaml", "SB112"),
        ("title: x", PATH, "SB405"),
    ],
)
def test_a_file_that_may_not_be_read_is_named(line: str, path: str, code: str) -> None:
    files = {PATH: f"{line}\nA lamp.", path: "x", **({PATH: line} if path == PATH else {})}
    made = compile_story(Locked(files, path), PATH, Config())
    assert codes(made) == [code]
    assert path in made.diagnostics[0].finding.message or path == PATH
    assert "Permission denied" in made.diagnostics[0].finding.message
    assert made.diagnostics[0].finding.fix is None
    assert not made.requests


def test_an_ordinary_template_is_taken() -> None:
    template = (
        "{% if overview %}{{ overview }}\n{% endif %}{% for shot in shots %}{% if not loop.first %}; {% endif %}{{ shot.label|lower }} {{ shot.line }}"
        "{% for speech in shot.dialogue %} {{ speech.name|default('x') ~ ':' }}{% endfor %}{% else %}nothing{% endfor %} {{ title|upper|trim }} {{ shots|length }}"
        "{{ shots[0].text|replace('lamp', 'light') }} {{ 'a' if title == 'x' and shots|length > 1 else 'b' }}"
    )
    made = compiled(
        "template: own\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.", {"templates/prompts/own.j2": template}
    )
    assert codes(made) == []


# ---- limits, encodings ----


@pytest.mark.parametrize(
    "text",
    [
        "x" * (4 * 1024 * 1024 + 1),
        "x" * 100_001,
        "x\n" * 20_001,
        "# x\nA lamp.\n" * 1_001,
        "Shot 1: x\n" * 10_001,
        "vars: " + "{a: " * 21 + "x" + "}" * 21 + "\nA lamp.",
        "vars: [" + "x, " * 20_001 + "]\nA lamp.",
    ],
    ids=["file", "line", "lines", "clips", "shots", "depth", "nodes"],
)
def test_too_large(text: str) -> None:
    made = compiled(text)
    assert codes(made).count("SB113") == 1
    assert not made.requests


@pytest.mark.parametrize(
    "data",
    [
        b"A \x00 lamp.",
        b"\xff\xfeA\x00",
        b"A \xed\xa0\x80 lamp.",
        b"A \xc0\xaf lamp.",
        b"A \xf5\x80\x80\x80",
        b"A \xe9",
        b"\x1b[31mred",
        b"A \x07 lamp",
        b"A \x7f",
        b"a\rb",
        b"\xc2\x80",
        b"\xc2\x85",
        b"A \xc2\x9b31m lamp.",
        "A \ufffe lamp.".encode(),
        "A \ufdd0 lamp.".encode(),
        "A \U0001ffff lamp.".encode(),
    ],
    ids=ascii,
)
def test_text_that_cannot_be_read(data: bytes) -> None:
    made = compiled(data)
    assert "SB101" in codes(made)
    assert not made.requests
    assert made.diagnostics[0].finding.help


@pytest.mark.parametrize("escape", ["\\e", "\\x07", "\\u009b", "\\N", "\\u202e", "\\uFFFF", "\\0"])
def test_an_escape_stands_for_no_such_character_either(escape: str) -> None:
    for text in (
        f'---\nvars: {{a: "x{escape}"}}\n---\nA {{{{ a }}}} lamp.',
        f'title: "{escape}"\nA lamp.',
        f'---\ncast:\n  "A{escape}": a man\n---\nA lamp.',
    ):
        made = compiled(text)
        assert "SB103" in codes(made)
        assert not made.requests
    made = compiled("include: a.yaml\nA lamp.", {"a.yaml": f'negative_prompt: "x{escape}"'})
    assert codes(made) == ["SB103"]


@pytest.mark.parametrize("value", ["\x1b[31m", "a\x9b", "\u2067a", "\udcff", "\x00"], ids=ascii)
def test_a_value_that_is_given_holds_no_such_character(value: str) -> None:
    made = compiled("A {{ a }} lamp.", options=Options(sets=(("a", value),)))
    assert codes(made) == ["SB101"]
    assert "given to `a`" in made.diagnostics[0].finding.message
    assert not made.requests


def test_what_is_imported_holds_no_such_character() -> None:
    from storyboard.exchange.importing import imported

    story = imported('{"prompt": "Shot 1 [0-3s] a\\u001b[31m b\\u009bc\\u0085d\\u202e\\ufffe\\ud800"}')
    assert isinstance(story, Imported)
    assert story.text == "Shot 1 [0-3s] a[31m bc\n  d\ufffd\n"


@pytest.mark.parametrize("letter", ["\u202a", "\u202e", "\u2066", "\u2067", "\u2069"], ids=ascii)
def test_direction_marks_are_errors(letter: str) -> None:
    for text in (
        f"A {letter} lamp.",
        f"title: {letter}x\nA lamp.",
        f"// {letter}\nA lamp.",
        f"Shot 1 [0-5s] {letter}A lamp.",
    ):
        made = compiled(text)
        assert "SB102" in codes(made)
        assert not made.requests


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfShot 1 [0-5s] A lamp.",
        b"Shot 1 [0-5s] A lamp.\r\n",
        b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nShot 1 [0-5s] A lamp.\r\n",
    ],
    ids=ascii,
)
def test_marks_and_line_ends_of_editors_are_taken(data: bytes) -> None:
    made = compiled(data)
    assert codes(made) == []
    assert made.requests[0].fields["prompt"] == "Shot 1 [0-5s] A lamp."


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x0c", "\x0b"], ids=ascii)
def test_only_a_line_end_ends_a_line(end: str) -> None:
    made = compiled(f"A lamp.{end}Shot 1 [0-5s] A hand.")
    assert all(shot.mark is None for shot in made.clips[0].shots) if made.clips else "SB101" in codes(made)


def test_right_to_left_prose_is_taken() -> None:
    made = compiled("Shot 1 [0-5s] مصباح في السوق\nShot 2 [5-10s] מנורה")
    assert [each.code for each in made.diagnostics if each.level is Level.ERROR] == []


# ---- random text ----

SEEDS = [
    "---\ntitle: Night\ncast:\n  ANNA: {look: a woman, old: grey}\nvars: {word: lamp}\nsplit: auto\n---\nA market @ANNA.\n// remark\n# One\nduration: 10\n"
    'Shot 1 [0-4s] A {{ word }}. [[ note ]]\n  camera: slow\n    push\n  ANNA (low): "Wait!"\nShot 2 [4-10s] x\n---\nFade.\n',
    "镜头1【0-3秒】灯。\n镜头2【3-5秒】手。\n\n【声音】雨",
    "HOOK (0-3s):\nPlan 1 (0-3s) a\nScene 2 — The forge (3-5s): b\n",
    "Shot 1: a\nShot 2 · 3 sec b\n**Shot 3 (0:08-0:10):** c\n",
]
PIECES = [*FILLINGS, *FRAMES, "\n", "\n\n", "\r\n", "Shot 2 [3-6s] x\n", "vars:\n", "  a: b\n", "include: x\n", "---\n"]


def rows(script: Script) -> str:
    """All the characters that a script's rows hold, in order, with a line end behind each row."""
    held = [script.front] if script.front is not None else []
    held += script.head
    for clip in script.clips:
        held += [clip.heading] if clip.heading is not None else []
        held += clip.head
        for shot in clip.shots:
            held += [shot.row, *shot.rows]
    return "".join(f"{row.text}\n" for row in held)


def whole(data: bytes) -> None:
    """Compile it, and check that nothing was lost and that every place lies in its file."""
    made = compiled(data)
    for each in made.diagnostics:
        length = len(made.sources[each.span.path].text)
        assert 0 <= each.span.start <= each.span.end <= length, each
        assert each.finding.message
        assert each.finding.help
        for edit in each.finding.fix.edits if each.finding.fix is not None else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(made.sources[edit.span.path].text)
        for note in each.finding.related:
            assert 0 <= note.span.start <= note.span.end <= len(made.sources[note.span.path].text)
    assert bool(made.requests) is not any(each.level is Level.ERROR for each in made.diagnostics)
    for each in made.requests:
        assert each.fields["prompt"].strip()
        assert each.fields["prompt"].encode("utf-8")
    limits = Limits()
    source, found = read_text(PATH, data, limits.file_bytes, limits.line, limits.lines)
    if not any(each.code in ("SB101", "SB113") for each in found):
        script, _ = read_script(source, clips=limits.clips, shots=limits.shots)
        assert rows(script).rstrip("\n") == "\n".join(map(indented, source.text.split("\n"))).rstrip("\n")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_random_pieces_never_raise_and_lose_nothing(text: str) -> None:
    whole(text.encode("utf-8", "surrogatepass"))


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_random_text_never_raises_and_loses_nothing(text: str) -> None:
    whole(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=100))
@settings(max_examples=100, deadline=None)
def test_random_bytes_never_raise(data: bytes) -> None:
    whole(data)


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_mutated_stories_never_raise_and_lose_nothing(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        text = SEEDS[seed]
        for _ in range(chance.randint(1, 4)):
            at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
            how = chance.randrange(4)
            if how == 0:
                text = text[:at] + text[min(to, at + 3) :]
            elif how == 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            elif how == 2:
                text = text[:to] + text[at:to] + text[to:]
            else:
                text = text[:at] + chance.choice('[](){}@\\#:-/\n "0s') + text[at + 1 :]
        whole(text[:20_000].encode("utf-8", "surrogatepass"))


def test_lone_surrogates_in_memory_do_no_harm() -> None:
    script, _ = read_script(Source(PATH, "A \ud800 lamp.\nShot 1 [0-5s] x"), clips=9, shots=9)
    assert len(script.clips[0].shots) == 1


def test_a_strict_run_never_raises_either() -> None:
    from storyboard.config import Rules

    for text in SEEDS:
        compiled(text, config=Config(rules=Rules(strict=True, ignore=("SB2",), select=("SB1", "SB3"))))
