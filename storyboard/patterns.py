"""Regular expressions that are compiled when they are first used: a run uses a few of those that the program knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, AnyStr, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split", "scanner")
# So many texts are looked at for words. Who has more of them has the time that compiling takes, and then is faster.
_LOOKED_AT = 64


class _Lazy:
    """Stands for a compiled expression; once it is compiled, its methods are those of the compiled one."""

    def __init__(self, expression: Any, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        expression: Any = self._expression() if callable(self._expression) else self._expression
        compiled: re.Pattern[Any] = re.compile(expression, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


class _OfWords(_Lazy):
    """As `_Lazy`, for an expression that matches nothing in a text without any of some words."""

    def __init__(self, expression: Any, flags: int, words: Callable[[], Iterable[str]]) -> None:
        super().__init__(expression, flags)
        self._words, self._left = words, _LOOKED_AT

    def _absent(self, text: str) -> bool:
        self._left -= 1
        return self._left >= 0 and not any(word in text for word in self._words())

    def match(self, text: str, *place: int) -> re.Match[str] | None:
        return None if self._absent(text) else self.__getattr__("match")(text, *place)

    def search(self, text: str, *place: int) -> re.Match[str] | None:
        return None if self._absent(text) else self.__getattr__("search")(text, *place)

    def fullmatch(self, text: str, *place: int) -> re.Match[str] | None:
        return None if self._absent(text) else self.__getattr__("fullmatch")(text, *place)

    def finditer(self, text: str, *place: int) -> Iterator[re.Match[str]]:
        return iter(()) if self._absent(text) else self.__getattr__("finditer")(text, *place)


def lazy(expression: AnyStr | Callable[[], AnyStr], flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, though not yet compiled; for the constants of a module.

    An expression that is long to write down, as one with many words, is given as the function that does.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(expression, flags))


def of_words(
    expression: str | Callable[[], str], words: Callable[[], Iterable[str]], flags: int = 0
) -> re.Pattern[str]:
    """As `lazy`, for an expression that matches nothing in a text without any of these words, spelt as the text is.

    Where the words are absent it is not compiled, which takes long where they are many, or signs outside of Latin.
    """
    return cast("re.Pattern[str]", _OfWords(expression, flags, words))
