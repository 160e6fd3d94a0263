"""Regular expressions that are compiled when they are first used: a run uses a few of those that the program knows."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split", "scanner")


class _Lazy:
    """Stands for a compiled expression; from the first use on its methods are those of the compiled one."""

    def __init__(self, *expression: Any) -> None:
        self._expression = expression

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._expression)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(expression: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, though not yet compiled; for the constants of a module."""
    return cast("re.Pattern[AnyStr]", _Lazy(expression, flags))
