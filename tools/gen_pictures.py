"""Make the pictures of the documents from samples: `docs/pictures/evolution.jpg`, one frame of each of its shots.

With `--check` only say whether a picture is older than its sample or the renderer: beside it stands the hash of what
it was made from, since pictures differ in bytes from machine to machine.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import av
import msgspec
from PIL import Image

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config
from storyboard.film.animatic import Reel, continued, make, reel
from storyboard.film.staging.look import looks
from storyboard.production.films import films
from storyboard.source import DiskFiles
from storyboard.system.resources import digest_of_code

ROOT = Path(__file__).resolve().parent.parent
FILES = DiskFiles(ROOT)
FOLDER = ROOT / "docs" / "pictures"
SAMPLES = {"evolution": 3, "pictures": 2}  # each with how many frames stand in a row
WIDTH, GAP = 560, 6


def own(compiled: Compiled) -> dict[str, bytes]:
    """The pictures of a sample's shots by their paths."""
    shots = (shot.picture for clip in compiled.clips for shot in clip.shots if shot.picture is not None)
    return {picture.path: FILES.read(picture.path) for picture in shots if picture.path is not None}


def reels(compiled: Compiled, pictures: dict[str, bytes]) -> list[Reel]:
    """A sample's clips as they are drawn."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in pictures.items()}
    film, *_ = films(FILES, compiled, Config(), Options())
    alone = [
        reel(clip, film=film.title, count=len(film.clips), pictures=digests, cast=film.cast) for clip in film.clips
    ]
    return list(continued(alone))


def frames(each: Reel, pictures: dict[str, bytes], folder: Path) -> list[Image.Image]:
    """A frame of each shot of a clip, past its middle: a title has gone by then, and a closing text has come."""
    path = folder / f"{each.index}.mp4"
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in pictures.values()}
    make(each, path, speak=False, files=by_digest.__getitem__)
    wanted = {round((card.start + (card.end - card.start) * 0.6) * each.fps / 1000) for card in each.cards}
    with av.open(str(path)) as film:
        shown = (picture for at, picture in enumerate(film.decode(video=0)) if at in wanted)
        return [picture.to_image() for picture in shown]  # pyright: ignore[reportUnknownMemberType]


def sheet(pictures: list[Image.Image], across: int) -> Image.Image:
    """The pictures side by side, so many in a row."""
    height = round(WIDTH * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // across)
    made = Image.new("RGB", (across * (WIDTH + GAP) - GAP, rows * (height + GAP) - GAP), "white")
    for at, picture in enumerate(pictures):
        small = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        made.paste(small, (at % across * (WIDTH + GAP), at // across * (height + GAP)))
    return made


def main() -> None:
    """Write the pictures and their hashes, or check that they are of these samples and this renderer."""
    for name, across in SAMPLES.items():
        compiled = compile_story(FILES, f"samples/{name}.story", Config())
        pictures = own(compiled)
        clips = reels(compiled, pictures)
        # What each shot shows is compared, and the code that draws it; what reads the words is in the former.
        shown = msgspec.json.encode((clips, [looks(clip) for clip in clips]), order="sorted")
        key = hashlib.sha256(digest_of_code("film/animatic").encode() + shown).hexdigest()
        path, beside = FOLDER / f"{name}.jpg", FOLDER / f"{name}.sha256"
        if "--check" in sys.argv:
            if not path.is_file() or beside.read_text(encoding="utf-8").strip() != key:
                sys.exit(f"{path.relative_to(ROOT)} is older than its sample or the renderer: run `make pictures`")
            continue
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            shown = [picture for each in clips for picture in frames(each, pictures, Path(folder))]
        sheet(shown, across).save(path, quality=86, optimize=True, progressive=True)
        beside.write_text(key + "\n", encoding="utf-8")
        print(f"pictures: wrote {path.relative_to(ROOT)}, {path.stat().st_size // 1024} kB")
    if "--check" in sys.argv:
        print("pictures: up to date")


if __name__ == "__main__":
    main()
