"""A clip on its way into the store: read within bounds, and looked at before it is called whole."""

from __future__ import annotations

from storyboard.film.mp4 import boxes
from storyboard.profiles.hosts import Host
from storyboard.providers import Fetched, Gone, Trouble
from storyboard.providers.address import fetchable, plain
from storyboard.providers.protocols.jobs.answers import Hide, phrase, row, wait
from storyboard.providers.protocols.jobs.transport import HttpAnswer, HttpRequest, NoAnswer, Spoilt, Wire
from storyboard.store.records import Incoming

# What stores of files call a file that nobody named a type for.
_UNNAMED = ("application/octet-stream", "binary/octet-stream")
_GONE = (403, 404, 410)


def fetch(host: Host, wire: Wire, hide: Hide, url: str, into: Incoming) -> Fetched | Gone | Trouble:
    """Fetch a clip in one try, without the key; `into` is emptied before, and where it came to nothing."""
    unfit = fetchable(url, plain(host.bases.api)) or wire.betrays(url)
    if unfit:
        return Trouble(unfit)
    try:
        with wire.exchange(HttpRequest("GET", url, host.limits.download, key=False)) as answer:
            if answer.status in _GONE:
                return Gone(f"the host answers {answer.status}, it keeps the clip no longer")
            if answer.status != 200:
                verdict = row(host, answer.status, "")
                means = verdict.means if verdict else "which brings no clip"
                return Trouble(phrase(answer.status, means, ""), wait(answer))
            if not video(answer):
                return Trouble(f"the clip came as `{hide(answer.type)}`")
            receive(answer, into, host.limits.clip_bytes)
            return Fetched(into.size)
    except (NoAnswer, Spoilt) as error:
        return Trouble(str(error))


def video(answer: HttpAnswer) -> bool:
    """Whether an answer's type may be that of a clip."""
    return answer.type.startswith("video/") or answer.type in _UNNAMED


def receive(answer: HttpAnswer, into: Incoming, most: int) -> None:
    """Write a clip as it comes. Raises Spoilt or NoAnswer for one that is not whole, `into` being empty again then."""
    if into.size:
        into.restart()
    try:
        for block in answer.blocks(most):
            into.write(block)
        _look(into)
    except (NoAnswer, Spoilt):
        into.restart()
        raise


def _look(into: Incoming) -> None:
    """Raise Spoilt for what is no film or not all of one; a body cut short without a length shows here alone."""
    names, whole = boxes(into.path)
    if names[:1] != [b"ftyp"]:
        raise Spoilt("what came is no MP4 file")
    if not whole:
        raise Spoilt(f"the clip ends inside a box, after {into.size:,} bytes")
    if b"moov" not in names:
        raise Spoilt(f"the clip ends without its index, after {into.size:,} bytes")
