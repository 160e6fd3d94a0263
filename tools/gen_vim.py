"""Write the syntax file of Vim from the table of words; `--check` only compares.

Vim's expressions cannot hold the grammar, so that these colours go by looks: a label with its number, a bracket that
begins with a time, a key. Where the language server runs its semantic tokens lie over them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from storyboard.language import words  # noqa: E402
from storyboard.language.syntax.settings import KEYS  # noqa: E402
from storyboard.language.syntax.terminals import FIELDS, field, labels  # noqa: E402

TARGET = ROOT / "editors" / "vim" / "syntax" / "story.vim"
_HEAD = r"""" Storyboards of storyc.
" Generated from grammars/words.yaml by tools/gen_vim.py.

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim

syn include @storyYaml syntax/yaml.vim
unlet! b:current_syntax
syn case ignore
syn sync fromstart
"""
_TAIL = r"""
hi def link storyFence Delimiter
hi def link storyComment Comment
hi def link storyNote Comment
hi def link storyHeading Title
hi def link storyLabel Keyword
hi def link storyNumber Number
hi def link storyTime Number
hi def link storySetting Identifier
hi def link storyField Identifier
hi def link storySpeaker Type
hi def link storyCast Type
hi def link storyVariable PreProc
hi def link storySpeech String
hi def link storyEscape SpecialChar

let b:current_syntax = 'story'
let &cpo = s:cpo
unlet s:cpo
"""
_BEFORE = r"^[ \t>*_#•·|-]*"
_OPENING, _CLOSING = "[[(（【]", r"[])）】]"
_CLOCK = r"[0-9０-９][0-9０-９:：.]*"
_UNIT = r"%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?"
_RANGE = rf"{_CLOCK}{_UNIT}\s*[-–—~〜～]\s*{_CLOCK}"
_NAME = r"[^][:space:],.;:!?(){}\"/@]+"
_QUOTED = ('"[^"]+"', "“[^“”]+”", "„[^„“]+“", "«[^«»]+»", "「[^「」]+」", "『[^『』]+』")
_TIME = rf"{_OPENING}\s*[0-9０-９][^])）】]*{_CLOSING}"


def any_of(listed: Iterable[str]) -> str:
    """A very magic expression for any of some words, the longest first."""
    longest = sorted(set(listed), key=lambda word: (-len(word), word))
    return "%(" + "|".join(_literal(word) for word in longest) + ")"


def _literal(word: str) -> str:
    letters = (letter if letter.isalnum() or letter > "\x7f" else rf"\{letter}" for letter in word)
    return "".join(letters).replace(r"\ ", r"\s+").replace(r"\_", "_")


def syntax() -> str:
    """The syntax file."""
    nth = any_of(word for word in words.of("counting") if words.unspaced(word))
    number = r"\s*[#№]?\s*[0-9０-９]{1,5}"
    label = rf"%({any_of(labels())}{number}|{nth}{number}\s*\S?{any_of(words.of('counted'))})"
    shots = (
        rf"{_BEFORE}{_OPENING}?{label}%([^[\](（【)）】]{{-0,60}}{_TIME}|[\])）】]?)",
        rf"{_BEFORE}{_TIME}",
        rf"{_BEFORE}{_RANGE}{_UNIT}\s*[:：|｜]@=",
        rf"{_BEFORE}\a[^[\](（【:：]{{0,60}}{_OPENING}{_RANGE}[^])）】]*{_CLOSING}",
    )
    lines = [
        rf"syn match storyLabel /\v{any_of([*labels(), *words.of('counted')])}/ contained",
        r"syn match storyNumber /[0-9０-９]\+/ contained",
        rf"syn match storyTime /\v{_TIME}|{_RANGE}{_UNIT}/ contained",
        rf"syn match storySetting /\v^\s*{any_of(KEYS)}\s*[:：]@=/",
        rf"syn match storyField /\v^[-*+• \t]*{any_of(name for key in FIELDS for name in field(key))}\s*[:：]@=/",
        r"syn match storyField /\v^\s*picture\s*[:：]@=/",
        'syn match storySpeaker /\\v^\\s*\\a[^:：()（）"“”]{0,60}%(\\s*[(（][^()（）]{1,80}[)）])?\\s*[:：]'
        '%(\\s*["“„«「『])@=/',
        r"syn match storyNote /\v\[\[.{-}\]\]/",
        r"syn match storyVariable /\v\{\{\s*[^{}]+\}\}/",
        rf"syn match storyCast /\v[^@[:alnum:]]@1<=\@{_NAME}%(\/{_NAME})?/",
        f"syn match storySpeech /\\v{'|'.join(_QUOTED)}/ contains=storyVariable",
        r"syn match storyEscape /\\[^[:space:][:alnum:]]/",
        *(rf"syn match storyShot /\v{shot}/ contains=storyLabel,storyNumber,storyTime" for shot in shots),
        r"syn match storyHeading /\v^\s*#{1,6}\s.*$/ contains=storyShot",
        r"syn match storyComment /\v^\s*%(\/\/|#\s*storyc:).*$/",
        r"syn region storyFront matchgroup=storyFence start=/\%^---\s*$/ end=/^---\s*$/ keepend",
        r"      \ contains=@storyYaml,storyVariable",
    ]
    return "\n".join([_HEAD, *lines, _TAIL.rstrip("\n")]) + "\n"


def main() -> None:
    """Write the file, or leave with 1 where it is out of date."""
    text, name = syntax(), TARGET.relative_to(ROOT).as_posix()
    stale = not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text
    if stale and "--check" in sys.argv[1:]:
        sys.exit(f"out of date: {name}; run `make tables`")
    if stale:
        TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"vim: {name if stale else 'nothing changed'}")


if __name__ == "__main__":
    main()
