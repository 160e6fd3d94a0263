"""Make the pictures of the documents from a sample: `docs/pictures/evolution.jpg`, one frame of each of its shots.

With `--check` only say whether the picture is older than the sample or the renderer: beside it stands the hash of what
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

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.animatic import LOOK, Reel, make, reel
from storyboard.source import DiskFiles

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "samples/evolution.story"
PICTURE = ROOT / "docs" / "pictures" / "evolution.jpg"
HASH = PICTURE.with_suffix(".sha256")
WIDTH, GAP, ACROSS = 560, 6, 3


def reels() -> list[Reel]:
    """The sample's clips as they are drawn."""
    compiled = compile_story(DiskFiles(ROOT), SAMPLE, Config())
    return [reel(clip, film=compiled.title, count=len(compiled.clips)) for clip in compiled.clips]


def frames(each: Reel, folder: Path) -> list[Image.Image]:
    """A frame from the middle of each shot of a clip."""
    path = folder / f"{each.index}.mp4"
    make(each, path, speak=False)
    wanted = {round((card.start + card.end) / 2 * each.fps / 1000) for card in each.cards}
    with av.open(str(path)) as film:
        shown = (picture for at, picture in enumerate(film.decode(video=0)) if at in wanted)
        return [picture.to_image() for picture in shown]  # pyright: ignore[reportUnknownMemberType]


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """The pictures side by side, three in a row."""
    height = round(WIDTH * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // ACROSS)
    made = Image.new("RGB", (ACROSS * (WIDTH + GAP) - GAP, rows * (height + GAP) - GAP), "white")
    for at, picture in enumerate(pictures):
        small = picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
        made.paste(small, (at % ACROSS * (WIDTH + GAP), at // ACROSS * (height + GAP)))
    return made


def main() -> None:
    """Write the picture and its hash, or check that they are of this sample and this renderer."""
    clips = reels()
    key = hashlib.sha256(f"{LOOK}\n".encode() + msgspec.json.encode(clips)).hexdigest()
    if "--check" in sys.argv:
        if not PICTURE.is_file() or HASH.read_text(encoding="utf-8").strip() != key:
            sys.exit(f"{PICTURE.relative_to(ROOT)} is older than {SAMPLE} or its renderer: run `make pictures`")
        print("pictures: up to date")
        return
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shown = [picture for each in clips for picture in frames(each, Path(folder))]
    sheet(shown).save(PICTURE, quality=86, optimize=True, progressive=True)
    HASH.write_text(key + "\n", encoding="utf-8")
    print(f"pictures: wrote {PICTURE.relative_to(ROOT)}, {PICTURE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
