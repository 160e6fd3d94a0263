"""How the keys of services look, so that they can be found in a text and hidden in whatever is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from storyboard.patterns import lazy, of_words
from storyboard.system import hostfiles

# Three lines of a host's file, read without YAML: what is printed by a page of help must not wait for more.
_LINES = ("title: ", "form: ", "mark: ")


def _of_hosts() -> Iterator[tuple[str, str, str]]:
    """The title, the form and the mark of each shipped host whose keys have a form of their own."""
    for text in hostfiles.shipped().values():
        lines = [line for key in _LINES if (line := hostfiles.line(text, key))]
        if len(lines) == len(_LINES):
            yield lines[0], lines[1], lines[2]


_HOSTS = tuple(_of_hosts())

# The hosts' own forms first; then forms that other services and tools publish, long enough not to be words. The last
# words of a row are marks in lower case, one of which each text with such a key holds: they are looked for first.
FORMS: tuple[tuple[str, str, str], ...] = (
    *((f"a {title} key", form, mark.lower()) for title, form, mark in _HOSTS),
    ("an API key", r"sk-[A-Za-z0-9_-]{20,}+", "sk-"),
    ("a bearer token", r"(?i:bearer)[ \t]++[A-Za-z0-9._~+/-]{20,}+", "bearer"),
    ("a Replicate token", r"r8_[A-Za-z0-9]{30,}+", "r8_"),
    ("a Hugging Face token", r"hf_[A-Za-z0-9]{30,}+", "hf_"),
    ("a Google API key", r"AIza[A-Za-z0-9_-]{35}", "aiza"),
    ("an AWS key", r"(?:AKIA|ASIA)[A-Z0-9]{16}", "akia asia"),
    (
        "a GitHub token",
        r"gh[opsur]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{40,}+",
        "gho_ ghp_ ghs_ ghu_ ghr_ github_pat_",
    ),
    ("a Slack token", r"xox[abprs]-[A-Za-z0-9-]{20,}+", "xox"),
    ("a private key", r"-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----", "-----begin"),
)
_NO_WORD = "(?<![A-Za-z0-9_])"
KEYS = lazy(_NO_WORD + "(?:" + "|".join(f"({form})" for _, form, _ in FORMS) + ")")
# What is a key of a host wherever it stands, also in data.
OF_HOSTS = of_words(
    _NO_WORD + "(?:" + ("|".join(form for _, form, _ in _HOSTS) or "(?!)") + ")",
    lambda: _MARKS_OF_HOSTS,
)
_MARKS = tuple(mark for _, _, marks in FORMS for mark in marks.split())
_MARKS_OF_HOSTS = tuple(mark for _, _, mark in _HOSTS)
_USER = lazy(r"(?<=://)[^/\s]{1,200}(?=@)")
_PASSWORD = lazy(r"(?<=[?&]password=)[^&\s`]+")
# What else opens a ledger or a store, and where an address may hold a password.
_OF_BOOKS = (
    "PGPASSWORD AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN"
    " AWS_SSE_CUSTOMER_KEY_BASE64 GOOGLE_SERVICE_ACCOUNT_KEY AZURE_STORAGE_ACCOUNT_KEY AZURE_STORAGE_ACCESS_KEY"
    " AZURE_STORAGE_MASTER_KEY AZURE_STORAGE_CLIENT_SECRET AZURE_CLIENT_SECRET AZURE_STORAGE_SAS_KEY"
    " AZURE_STORAGE_SAS_TOKEN AZURE_STORAGE_TOKEN"
).split()
_ADDRESSES = ("STORYC_LEDGER", "STORYC_STORE")

# Each spelling of each live key, the longest first, and what stands in its place.
_live: tuple[tuple[str, str], ...] = ()
LEAST = 8  # characters of a key; what is shorter is a word
_PLAIN = str.maketrans("_.-~", "aaaa")  # what JSON and addresses leave as it is, beside letters and digits


def conceal(value: str) -> None:
    """Have `hide` and `mask` hide a live key from now on, in this process: as it is, in JSON, in an address."""
    global _live  # noqa: PLW0603 - whatever is printed must know of it
    spellings = {value}
    if not value.isascii() or not value.translate(_PLAIN).isalnum():
        import json
        from urllib.parse import quote

        spellings |= {json.dumps(value)[1:-1], quote(value, safe=""), quote(value)}
    known = dict(_live) | {spelling: _stars(spelling) for spelling in spellings if spelling}
    _live = tuple(sorted(known.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def conceal_environment(environ: Mapping[str, str]) -> None:
    """Have all keys of hosts and passwords of books that the environment holds hidden from now on."""
    conceal_variables((*hostfiles.variables(), *_OF_BOOKS), environ)
    for name in _ADDRESSES:
        password = password_of(environ.get(name, ""))
        if len(password) >= LEAST:
            conceal(password)


def password_of(address: str) -> str:
    """The password that stands in an address, as it stands there; empty where there is none."""
    rest = address.partition("://")[2]
    named = _PASSWORD.search(rest) if "password=" in rest else None
    return named[0] if named else rest.rpartition("@")[0].partition(":")[2]


def conceal_variables(names: Iterable[str], environ: Mapping[str, str]) -> None:
    """Have hidden from now on what these variables of the environment hold."""
    for name in names:
        for line in environ.get(name, "").split():
            if len(line) >= LEAST:
                conceal(line)


def hide(text: str) -> str:
    """The text without live keys and without what looks like a host's, its length kept: for data."""
    for value, stars in _live:
        if value in text:
            text = text.replace(value, stars)
    return OF_HOSTS.sub(_starred, text) if _holds(text, _MARKS_OF_HOSTS) else text


def mask(text: str) -> str:
    """The text with every key and every user of an address made unreadable, its length kept; for messages."""
    may_hold = _may_hold_keys(text)  # a host's key has one of these marks too
    if may_hold or _live:
        text = hide(text)
    if "://" in text and "@" in text:
        text = _USER.sub(lambda match: "*" * len(match[0]), text)
    if "password=" in text:
        text = _PASSWORD.sub(lambda match: "*" * len(match[0]), text)
    return KEYS.sub(_starred, text) if may_hold else text


def keys(text: str) -> Iterator[tuple[str, int, int]]:
    """Each key that stands in a text: what it is, and where it begins and ends."""
    for match in KEYS.finditer(text) if _may_hold_keys(text) else ():
        yield FORMS[(match.lastindex or 1) - 1][0], match.start(), match.end()


def _may_hold_keys(text: str) -> bool:
    return _holds(text.lower(), _MARKS)


def _holds(text: str, marks: Iterable[str]) -> bool:
    """Whether a text holds one of some marks; of whatever is printed that is asked, and a generator would double it."""
    for mark in marks:  # noqa: SIM110
        if mark in text:
            return True
    return False


def clean(text: str) -> str:
    """The text with keys masked, and with what UTF-8 cannot hold replaced."""
    return mask(text).encode("utf-8", "replace").decode("utf-8")


def _starred(match: re.Match[str]) -> str:
    return match[0][:3] + "*" * (len(match[0]) - 3)


def _stars(value: str) -> str:
    """Stars of the value's length; a key of a host's form keeps its start, so that a reader sees what it was."""
    return _starred(match) if (match := OF_HOSTS.fullmatch(value)) else "*" * len(value)
