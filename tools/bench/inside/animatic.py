"""Make an animatic, encode its frames again, and measure how it moves, joins and cuts.

`python -m tools.bench.inside.animatic make HOW SIZE | again | layers | shake FFMPEG | joining` works in the current
folder; what was measured is printed as JSON.
"""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
import json
import subprocess
import sys
import time
from array import array
from itertools import pairwise
from pathlib import Path

STORY = """title: The harbour
Blue hour. Photoreal, quiet.
Shot 1 [0-4s] Wide: a woman waits under the only lamp of the pier. Slow push in.
  sound: water, a rope on wood
Shot 2 [4-7s] Close-up of her hands around a paper cup.
Shot 3 [7-12s] A small boat comes out of the fog. Pan right.
Shot 4 [12-15s] She smiles. "You are late."
"""


def make(how: str, size: str) -> None:
    """The animatic of the story as out.mp4: `moving`, of `still` cards, or `dissolving` out of another clip."""
    import msgspec

    from storyboard.compiler.pipeline import compile_story
    from storyboard.config import Config
    from storyboard.film import animatic
    from storyboard.source import MemoryFiles

    text = f"---\nsize: {size}\n---\n{STORY}"
    clip = compile_story(MemoryFiles({"s": text}), "s", Config()).clips[0]
    reel = animatic.reel(clip, film="The harbour", count=1)
    if how == "dissolving":
        first = msgspec.structs.replace(reel.cards[0], transition="dissolve")
        reel = msgspec.structs.replace(reel, before=reel, cards=(first, *reel.cards[1:]))
    animatic.make(reel, Path("out.mp4"), moving=how != "still", speak=False)
    print(json.dumps({"kB": Path("out.mp4").stat().st_size / 1024}))


def again() -> dict[str, float]:
    """Seconds that x264 takes for the decoded frames of moving.mp4 by the animatic's own options, and its bytes."""
    import av
    from av.video.frame import PictureType

    from storyboard.film.encoder import Encoding, video_encoder

    with av.open("moving.mp4") as film:
        frames = list(film.decode(video=0))
    encoder = video_encoder(Encoding(frames[0].width, frames[0].height))
    start, size = time.process_time(), 0
    for number, frame in enumerate(frames):
        frame.pts, frame.time_base = number, encoder.time_base
        frame.pict_type = PictureType.I if frame.key_frame else PictureType.NONE
        size += sum(packet.size for packet in encoder.encode(frame))
    size += sum(packet.size for packet in encoder.encode(None))
    return {"cpu": time.process_time() - start, "kB": size / 1024}


def layers() -> None:
    """Draw the peers' layers: a soft plate, four overlays with words, and the four still cards that they make."""
    from PIL import Image, ImageDraw, ImageFilter

    plate = Image.linear_gradient("L").resize((1280, 720))
    plate = Image.merge("RGB", (plate, plate.transpose(Image.Transpose.FLIP_TOP_BOTTOM), plate))
    pen = ImageDraw.Draw(plate)
    for step in range(12):
        pen.ellipse((step * 100, 200 + step * 20, step * 100 + 90, 420), fill=(250 - step * 15, 120, 40 + step * 12))
    plate = plate.filter(ImageFilter.GaussianBlur(8))
    plate.save("plate.png")
    for index in range(4):
        overlay = Image.new("RGBA", (1280, 720))
        pen = ImageDraw.Draw(overlay)
        pen.rectangle((0, 520, 1280, 720), fill=(0, 0, 0, 170))
        for line in range(4):
            pen.text((60, 540 + line * 40), f"Shot {index + 1}: words of the action, line {line}", font_size=30)
        overlay.save(f"overlay{index}.png")
        Image.alpha_composite(plate.convert("RGBA"), overlay).convert("RGB").save(f"card{index}.png")


def shake(ffmpeg: str) -> dict[str, list[float]]:
    """How evenly an edge moves in a slow push in, by our sampling and by zoompan: changes of its step in pixels."""
    import av
    from PIL import Image

    from storyboard.film.animatic import motion
    from storyboard.film.staging.camera import Motion

    frames = 120
    wide, tall = motion.plate_size(1280, 720)
    plate = Image.new("RGB", (wide, tall), "black")
    plate.paste("white", (round(wide * 0.75), 0, wide, tall))
    planes = motion.planes_of(plate, 1280, 720)
    push = Motion("in", named=True)
    ours: list[float] = []
    for frame in range(frames):
        box = motion.box_at(push, frame / (frames - 1), planes, (0.5, 0.5), frames / 24)
        ours.append(_edge(bytes(motion.seen(planes, box).planes[0]), planes.width) * 2)
    big = Image.new("RGB", (1280, 720), "black")
    big.paste("white", (960, 0, 1280, 720))
    big.save("edge.png")
    zoom = f"zoompan=z='1+0.12*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}:s=1280x720:fps=24"
    words = [ffmpeg, "-y", "-v", "error", "-i", "edge.png", "-vf", zoom, "-c:v", "libx264"]
    subprocess.run([*words, "-qp", "0", "edge.mp4"], check=True)
    theirs: list[float] = []
    with av.open("edge.mp4") as film:
        for picture in film.decode(video=0):
            grey = picture.reformat(format="gray").planes[0]
            theirs.append(_edge(bytes(grey)[: grey.line_size], 1280))
    return {"storyc": _changes(ours), "ffmpeg zoompan": _changes(theirs)}


def _edge(row: bytes, width: int) -> float:
    """Where white begins in a row of luma, between pixels."""
    line = row[:width]
    low, high = min(line), max(line)
    return width - sum((value - low) / (high - low) for value in line)


def _changes(places: list[float]) -> list[float]:
    steps = [after - before for before, after in pairwise(places)]
    return [abs(after - before) for before, after in pairwise(steps)]


def joining() -> dict[str, float]:
    """What a join of five clips of 15, 10, 5, 15 and 10 s is off by, and what it costs; and the cuts of one clip."""
    from storyboard.compiler.pipeline import compile_story
    from storyboard.config import Config
    from storyboard.film.animatic import make, reel
    from storyboard.film.join import join
    from storyboard.film.probe import probe
    from storyboard.source import MemoryFiles

    paths: list[Path] = []
    cuts: list[tuple[int, ...]] = []
    for index, lasts in enumerate((15, 10, 5, 15, 10)):
        text = f"A pier.\nShot 1 [0-2s] A lamp.\nShot 2 [2-{lasts}s] The sea."
        clip = compile_story(MemoryFiles({"s": text}), "s", Config()).clips[0]
        paths.append(Path(f"join{index}.mp4"))
        cuts.append(make(reel(clip, film="join", count=5, ticks=True), paths[-1], moving=index == 0, speak=False).cuts)
    probed = [probe(path) for path in paths]
    misses = [abs(cut - min(probed[0].keys, key=lambda key, cut=cut: abs(key - cut))) for cut in cuts[0][:1]]
    start = time.process_time()
    join(paths, Path("joined.mp4"))
    spent = time.process_time() - start
    whole = probe(Path("joined.mp4"))
    off = max(abs((length or 0) - 55_000) for length in (whole.video_ms, whole.audio_ms, whole.container_ms))
    film, at, ticks = _sound(Path("joined.mp4")), 0, list[float]()
    for path, about in zip(paths, probed, strict=True):
        alone, middle = _sound(path), 2 * 48_000
        before, after = _loudest(alone, middle), _loudest(film, at + middle) - at
        ticks.append(abs(after - before) / 48)
        at += round(about.length * 48_000)
    return {"frames": max(misses), "length": off, "ticks": max(ticks), "cpu": spent, "speed": 55 / spent}


def _sound(path: Path) -> array[float]:
    import av

    sound = array("f")
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            sound.extend(array("f", bytes(frame.planes[0])[: frame.samples * 4]))
    return sound


def _loudest(sound: array[float], at: int, reach: int = 2_400) -> int:
    """The sample near `at` that is loudest: the tick of a cut."""
    return max(range(at - reach, at + reach), key=lambda sample: abs(sound[sample]))


def main() -> None:
    """Do what the arguments name."""
    match sys.argv[1:]:
        case ["make", how, size]:
            make(how, size)
        case ["again"]:
            print(json.dumps(again()))
        case ["layers"]:
            layers()
        case ["shake", ffmpeg]:
            print(json.dumps(shake(ffmpeg)))
        case ["joining"]:
            print(json.dumps(joining()))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
