"""A clip on its way into the store: read within bounds, and looked at before it is called whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urljoin

from storyboard.film.mp4 import boxes
from storyboard.profiles.hosts import Host
from storyboard.providers import Fetched, Gone, Trouble
from storyboard.providers.address import fetchable, on_this_machine, plain, reachable
from storyboard.providers.protocols.jobs.answers import Hide, phrase, row, wait
from storyboard.providers.protocols.jobs.transport import HttpAnswer, HttpRequest, NoAnswer, Spoilt, Wire
from storyboard.store.records import Incoming

_GONE = (403, 404, 410)
_MOVED = (301, 302, 303, 307, 308)
_LATER = (408, 425, 429)  # refusals that time mends
_FILM = b"ftyp"  # in the first box of an MP4 file, after its length


def fetch(host: Host, wire: Wire, hide: Hide, url: str, into: Incoming) -> Fetched | Gone | Trouble:
    """Fetch a clip in one try, without the key; `into` is emptied before, and where it came to nothing.

    One redirect is followed, as a store of files has it that gives each file its address for a while.
    """
    fetched = _fetched(host, wire, url, into)
    if not isinstance(fetched, str):
        return fetched
    moved = _fetched(host, wire, fetched, into)
    if isinstance(moved, str):
        return Trouble("the clip's address leads to another one, and that leads on", lasting=True)
    return moved


def _fetched(host: Host, wire: Wire, url: str, into: Incoming) -> Fetched | Gone | Trouble | str:
    """A clip fetched from an address, or where that leads to."""
    base = host.bases.api
    unfit = fetchable(url, plain(base)) or wire.betrays(url)
    if unfit:
        return Trouble(unfit, lasting=True)
    admits = partial(reachable, rehearsal=on_this_machine(base))
    # A key goes to the host's own addresses alone, over https, or in a rehearsal.
    keyed, came = host.abilities.keyed_files and wire.is_own(url), False
    try:
        with wire.exchange(
            HttpRequest("GET", url, host.limits.download, key=keyed, admits=None if keyed else admits)
        ) as answer:
            if answer.status in _MOVED and answer.headers.get("location"):
                return urljoin(url, answer.headers["location"].strip())
            if answer.status in _GONE:
                return Gone(f"the host answers {answer.status}, it keeps the clip no longer")
            if answer.status != 200:
                return _declined(host, answer)
            came = True
            receive(Body(answer.blocks(host.limits.clip_bytes)), into)
            return Fetched(into.size)
    except (NoAnswer, Spoilt) as error:
        barred = isinstance(error, NoAnswer) and error.barred
        return Trouble(str(error), lasting=barred or (came and not wire.stopped))
    except ValueError:  # what is called an address in a redirect may be none at all
        return Trouble("the clip's address leads to one that cannot be read", lasting=True)


def _declined(host: Host, answer: HttpAnswer) -> Trouble:
    verdict = row(host, answer.status, None)
    why = phrase(answer.status, verdict.means if verdict else "which brings no clip", "")
    return Trouble(why, wait(answer), lasting=answer.status < 500 and answer.status not in _LATER)


class Body:
    """The body of an answer, whose beginning can be looked at before it is read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._start = blocks, b""

    def is_film(self) -> bool:
        """Whether it begins as an MP4 file does. Raises Spoilt and NoAnswer.

        What an answer calls its body is no proof: a store of files calls a clip what it likes, or nothing.
        """
        while len(self._start) < 8:
            block = next(self._blocks, b"")
            if not block:
                break
            self._start += block
        return self._start[4:8] == _FILM

    def __iter__(self) -> Iterator[bytes]:
        """The blocks, each once."""
        if self._start:
            yield self._start
        yield from self._blocks

    def read(self, most: int) -> bytes:
        """All of it. Raises Spoilt where it is longer than `most`, and what `blocks` raises."""
        data = bytearray()
        for block in self:
            data += block
            if len(data) > most:
                raise Spoilt(f"the answer has more than {most:,} bytes")
        return bytes(data)


def receive(body: Body, into: Incoming) -> None:
    """Write a clip as it comes. Raises Spoilt or NoAnswer for one that is not whole, `into` being empty again then."""
    if into.size:
        into.restart()
    if not body.is_film():
        raise Spoilt("what came is no MP4 file")
    try:
        for block in body:
            into.write(block)
        _look(into)
    except (NoAnswer, Spoilt):
        into.restart()
        raise


def _look(into: Incoming) -> None:
    """Raise Spoilt for what is not all of a film; a body cut short without a length shows here alone."""
    names, whole = boxes(into.path)
    if not whole:
        raise Spoilt(f"the clip ends inside a box, after {into.size:,} bytes")
    if b"moov" not in names:
        raise Spoilt(f"the clip ends without its index, after {into.size:,} bytes")
