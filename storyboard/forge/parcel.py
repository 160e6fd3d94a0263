"""What the run of a pull request has left: one review and its pictures, each file read within limits.

Whoever opened the pull request wrote these bytes. No file is unpacked; a picture is decoded and drawn anew, so that
nothing of it but its colours goes on.
"""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec

from storyboard.film import picture
from storyboard.forge import ForgeTrouble
from storyboard.records import decoded
from storyboard.records.review import Review

REVIEW = "review.json"
MOST_BYTES = 64 << 20
_MOST_FILES = 150  # of a zip: two pictures for each of the 60 shots that a review shows, and some more
_MOST_REVIEW = 8 << 20
_MOST_PICTURE = 4 << 20
_MOST_SIDE = 2048
# The ways in which servers pack what a run leaves; others take far more memory to unpack.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# The bytes of a file by its name, None where there is none. Raises ForgeTrouble where they are more than so many.
Read: TypeAlias = "Callable[[str, int], bytes | None]"


class Parcel(msgspec.Struct, frozen=True):
    """A review, and its pictures as they are shown, by the SHA-256 that the review calls them."""

    review: Review
    pictures: dict[str, bytes]


def opened(read: Read) -> Parcel:
    """The review and those of its pictures that are there. Raises ForgeTrouble."""
    data = read(REVIEW, _MOST_REVIEW)
    if data is None:
        raise ForgeTrouble(f"the artifact holds no `{REVIEW}`")
    try:
        review = decoded(data, Review)
    except msgspec.DecodeError as error:
        raise ForgeTrouble(f"`{REVIEW}` of the artifact is no review: {str(error)[:200]}") from error
    wanted = {digest: None for shot in review.shots for digest in (shot.before, shot.after) if digest is not None}
    if len(wanted) > _MOST_FILES:
        raise ForgeTrouble(f"`{REVIEW}` of the artifact names {len(wanted)} pictures, more than {_MOST_FILES}")
    return Parcel(review, dict(_pictures(read, wanted)))


def _pictures(read: Read, wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    size = 0
    for digest in wanted:
        data = read(f"{digest}.png", _MOST_PICTURE)
        if data is not None:
            size += len(data)
            if size > MOST_BYTES:
                raise ForgeTrouble(f"the pictures of the artifact come to more than {MOST_BYTES >> 20} MB")
            yield digest, drawn_anew(data)


def unzipped(data: bytes) -> Read:
    """What reads the files of a zip, which may be none, and may have no more files than a review."""

    def read(name: str, most: int) -> bytes | None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as parcel:
                rows = {row.filename: row for row in parcel.infolist()}
                if len(rows) > _MOST_FILES:
                    raise ForgeTrouble(f"the artifact holds {len(rows)} files, and a review has {_MOST_FILES} at most")
                return _unpacked(parcel, rows[name], most) if name in rows else None
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
        ) as error:
            raise ForgeTrouble(f"the artifact cannot be opened: {str(error)[:200]}") from error

    return read


def _unpacked(parcel: zipfile.ZipFile, row: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a file; what its head says of its size is not believed."""
    if row.compress_type not in _PACKED:
        raise ForgeTrouble(f"`{row.filename[:80]}` of the artifact is packed in an unusual way")
    with parcel.open(row) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ForgeTrouble(f"`{row.filename[:80]}` of the artifact is larger than {most >> 20} MB")
    return data


def drawn_anew(data: bytes) -> bytes:
    """A PNG with the colours of another one and nothing else of it. Raises ForgeTrouble for what is no such picture."""
    from PIL import Image

    own = picture.probe(data)
    if own is None or own.format != "PNG" or not own.whole or max(own.width, own.height) > _MOST_SIDE:
        raise ForgeTrouble(f"a picture of the artifact is no PNG of at most {_MOST_SIDE} pixels a side")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd chunks, of which nothing goes on
            image = Image.open(io.BytesIO(data), formats=["PNG"])
            if image.size != (own.width, own.height):  # a second head has another size than the first
                raise ValueError("it has two sizes")
            image.load()
            plain = Image.frombytes("RGB", image.size, image.convert("RGB").tobytes())
    except Exception as error:
        raise ForgeTrouble(f"a picture of the artifact cannot be decoded: {str(error)[:200]}") from error
    out = io.BytesIO()
    plain.save(out, "PNG")
    return out.getvalue()


def named(data: bytes) -> str:
    """The name that a picture has for its content."""
    return f"{hashlib.sha256(data).hexdigest()}.png"
