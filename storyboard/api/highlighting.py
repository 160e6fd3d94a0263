"""The lexer of Pygments, found by its entry point: documentation shows stories in the compiler's colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

# The program that asks for the lexer is Pygments; storyc needs it for nothing else.
from pygments.lexer import Lexer
from pygments.token import Comment, Generic, Keyword, Name, Number, String, Text

from storyboard.compiler.colouring import stretches
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.records.tokens import TokenKind
from storyboard.source import MemoryFiles

_PATH = "text.story"
_TYPES: dict[TokenKind, Any] = {
    "keyword": Keyword,
    "number": Number,
    "string": String,
    "property": Name.Attribute,
    "class": Name.Class,
    "enumMember": Name.Constant,
    "variable": Name.Variable,
    "comment": Comment,
    "namespace": Generic.Heading,
}


class StoryLexer(Lexer):
    """Storyboards: the words that `storyboard.tokens` names, as tokens of Pygments; all others are `Text`."""

    name = "Storyboard"
    aliases: ClassVar[Sequence[str]] = ["story", "storyc"]
    filenames: ClassVar[Sequence[str]] = ["*.story"]
    mimetypes: ClassVar[Sequence[str]] = ["text/x-story"]

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """Offset, type and words of each stretch of a text, whose line ends Pygments has made `\\n`."""
        compiled = compile_story(MemoryFiles({_PATH: text.encode("utf-8", "surrogatepass")}), _PATH, Config())
        at = 0
        for word in stretches(compiled) if compiled.sources[_PATH].text == text else ():
            if at < word.start:
                yield at, Text, text[at : word.start]
            yield word.start, _TYPES[word.kind], text[word.start : word.end]
            at = word.end
        if at < len(text):
            yield at, Text, text[at:]
