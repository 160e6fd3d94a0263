"""Time as the language counts it: whole milliseconds, read from and written as seconds; never a binary float."""

from __future__ import annotations

from functools import lru_cache

_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ASCII = str.maketrans("０１２３４５６７８９：．", "0123456789:.")


@lru_cache(1 << 12)
def milliseconds(text: str) -> int:
    """The milliseconds that a number of seconds (`3`, `0.5`, `０.5`) or a clock (`1:05`, `0：03.5`) names.

    Digits after the third decimal are rounded half up. Raises ValueError for anything else.
    """
    text = text.translate(_ASCII).strip()
    minutes, colon, seconds = text.rpartition(":")
    whole, _, part = seconds.partition(".")
    if not whole.isascii() or not whole.isdigit() or (part and not part.isdigit()):
        raise ValueError(text)
    thousandths = (int(part[:4].ljust(4, "0")) + 5) // 10 if part else 0
    return (int(minutes) * 60 if colon else 0) * 1000 + int(whole) * 1000 + thousandths


@lru_cache(1 << 12)  # the same few times are written for each clip
def seconds(ms: int) -> str:
    """Milliseconds as the shortest decimal of seconds: 3000 is `3`, 500 is `0.5`."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    whole, part = divmod(ms, 1000)
    return f"{sign}{whole}.{part:03}".rstrip("0") if part else f"{sign}{whole}"


def number(ms: int) -> int | float:
    """Milliseconds as a JSON number of seconds, an integer where it is whole."""
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def clock(text: str) -> bool:
    """Whether a time is written as a clock, `m:ss`."""
    return ":" in text or "：" in text


def like(text: str, ms: int) -> str:
    """Milliseconds in the form in which another time is written: as a clock, as seconds, in wide digits."""
    if clock(text):
        colon = "：" if "：" in text else ":"
        minutes, rest = divmod(ms, 60_000)
        whole, _, part = seconds(rest).partition(".")
        width = len(text.partition(colon)[0])
        typed = f"{minutes:0{width}}{colon}{whole:0>2}" + (f".{part}" if part else "")
    else:
        typed = seconds(ms)
    wide = any("０" <= letter <= "９" for letter in text)
    return typed.translate(_WIDE) if wide else typed


def minutes(ms: int) -> str:
    """Milliseconds as `m:ss`, with as many decimals as they have."""
    return like("0:00", ms)


def money(micro_usd: int) -> str:
    """Micro-dollars as a decimal with at most four places: 1_875_000 is `1.875`."""
    tenths = (micro_usd + 50) // 100
    whole, part = divmod(tenths, 10_000)
    return f"{whole}.{part:04}".rstrip("0").rstrip(".") if part else str(whole)


def micro(usd: float) -> int:
    """The micro-dollars of dollars with at most four places."""
    return round(usd * 1_000_000)


def money_number(micro_usd: int) -> int | float:
    """Micro-dollars as a JSON number with at most four places."""
    text = money(micro_usd)
    return float(text) if "." in text else int(text)
