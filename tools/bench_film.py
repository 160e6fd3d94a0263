"""Measure the animatic beside moviepy and the ffmpeg binary's zoompan: processor and wall time, size, memory, shake.

Each way makes the same clip in a process of its own: 15 s of 1280x720 at 24 fps, H.264 veryfast crf 22 with a quiet AAC
track, four shots. The peers get their layers (a plate and an overlay with the words) as ready PNGs and draw neither
timecode nor ruler, which leans towards them. `--runs N` (default 3); the ways take turns and medians are printed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from importlib import import_module
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORY = """title: The harbour
Blue hour. Photoreal, quiet.
Shot 1 [0-4s] Wide: a woman waits under the only lamp of the pier. Slow push in.
  sound: water, a rope on wood
Shot 2 [4-7s] Close-up of her hands around a paper cup.
Shot 3 [7-12s] A small boat comes out of the fog. Pan right.
Shot 4 [12-15s] She smiles. "You are late."
"""
OURS = """
import sys, pathlib
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.source import MemoryFiles
from storyboard.film.animatic import make, reel
clip = compile_story(MemoryFiles({'s': pathlib.Path('s.story').read_text()}), 's', Config()).clips[0]
shown = reel(clip, film='The harbour', count=1)
make(shown, pathlib.Path('out.mp4'), moving=sys.argv[1] == 'moving', speak=False)
"""
MOVIEPY = """
import sys
import numpy as np
from moviepy import AudioClip, CompositeVideoClip, ImageClip, concatenate_videoclips
moving = sys.argv[1] == 'moving'
clips = []
for index, lasts in enumerate((4, 3, 5, 3)):
    if not moving:
        clips.append(ImageClip(f'card{index}.png').with_duration(lasts))
        continue
    plate = ImageClip('plate.png').with_duration(lasts)
    plate = plate.resized(lambda t, lasts=lasts: 1 + 0.12 * t / lasts).with_position('center')
    words = ImageClip(f'overlay{index}.png').with_duration(lasts)
    clips.append(CompositeVideoClip([plate, words], size=(1280, 720)))
film = concatenate_videoclips(clips).with_audio(AudioClip(lambda t: 0.01 * np.sin(440 * t), duration=15, fps=48000))
film.write_videofile('out.mp4', fps=24, codec='libx264', audio_codec='aac', preset='veryfast',
                     ffmpeg_params=['-crf', '22'], threads=2, logger=None)
"""
ZOOMPAN = """
import subprocess
import imageio_ffmpeg
inputs, graph = [], []
for index, lasts in enumerate((4, 3, 5, 3)):
    inputs += ['-i', 'plate.png', '-i', f'overlay{index}.png']
    frames = lasts * 24
    graph.append(f"[{index * 2}]zoompan=z='1+0.12*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}"
                 f":s=1280x720:fps=24[p{index}];[p{index}][{index * 2 + 1}]overlay[v{index}]")
graph.append(''.join(f'[v{index}]' for index in range(4)) + 'concat=n=4,format=yuv420p[v]')
subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), '-y', '-v', 'error', *inputs, '-f', 'lavfi', '-i',
                'sine=f=440:d=15:r=48000', '-filter_complex', ';'.join(graph), '-map', '[v]', '-map', '8', '-c:v',
                'libx264', '-preset', 'veryfast', '-crf', '22', '-c:a', 'aac', 'out.mp4'], check=True)
"""
WAYS = {
    "storyc, moving": (OURS, "moving"),
    "storyc, still cards": (OURS, "still"),
    "moviepy, moving": (MOVIEPY, "moving"),
    "moviepy, still": (MOVIEPY, "still"),
    "ffmpeg zoompan": (ZOOMPAN, ""),
}


def layers(folder: Path) -> None:
    """Draw the peers' layers: a soft plate, four overlays with words, and the four still cards that they make."""
    from PIL import Image, ImageDraw, ImageFilter

    plate = Image.linear_gradient("L").resize((1280, 720))
    plate = Image.merge("RGB", (plate, plate.transpose(Image.Transpose.FLIP_TOP_BOTTOM), plate))
    pen = ImageDraw.Draw(plate)
    for step in range(12):
        pen.ellipse((step * 100, 200 + step * 20, step * 100 + 90, 420), fill=(250 - step * 15, 120, 40 + step * 12))
    plate = plate.filter(ImageFilter.GaussianBlur(8))
    plate.save(folder / "plate.png")
    for index in range(4):
        overlay = Image.new("RGBA", (1280, 720))
        pen = ImageDraw.Draw(overlay)
        pen.rectangle((0, 520, 1280, 720), fill=(0, 0, 0, 170))
        for line in range(4):
            pen.text((60, 540 + line * 40), f"Shot {index + 1}: words of the action, line {line}", font_size=30)
        overlay.save(folder / f"overlay{index}.png")
        Image.alpha_composite(plate.convert("RGBA"), overlay).convert("RGB").save(folder / f"card{index}.png")


def run(code: str, word: str, folder: Path) -> tuple[float, float, float, float]:
    """Processor seconds, wall seconds, kilobytes and peak megabytes of one way."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    wrapped = f"{code}\nimport resource\nboth = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
    wrapped += "print(max(resource.getrusage(each).ru_maxrss for each in both))"
    done = subprocess.run(
        [sys.executable, "-c", wrapped, word], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = (folder / "out.mp4").stat().st_size / 1024
    return spent, time.perf_counter() - start, size, int(done.stdout.split()[-1]) / 1024


def shake(folder: Path) -> list[str]:
    """How evenly an edge moves in a slow push in, by our sampling and by zoompan: changes of its step in pixels."""
    import av
    from PIL import Image

    from storyboard.film.animatic import motion
    from storyboard.film.animatic.camera import Motion

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
    big.save(folder / "edge.png")
    zoom = f"zoompan=z='1+0.12*on/{frames}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}:s=1280x720:fps=24"
    # Only `make bench` installs the peers; the types are checked without them.
    ffmpeg: str = import_module("imageio_ffmpeg").get_ffmpeg_exe()
    words = [ffmpeg, "-y", "-v", "error", "-i", "edge.png", "-vf", zoom, "-c:v", "libx264"]
    subprocess.run([*words, "-qp", "0", "edge.mp4"], cwd=folder, check=True)
    theirs: list[float] = []
    with av.open(str(folder / "edge.mp4")) as film:
        for picture in film.decode(video=0):
            grey = picture.reformat(format="gray").planes[0]
            theirs.append(_edge(bytes(grey)[: grey.line_size], 1280))
    return [
        f"{name:<22}{statistics.mean(changes):>8.3f} mean{max(changes):>8.3f} max   px change of step, slow push in"
        for name, changes in (("storyc", _changes(ours)), ("ffmpeg zoompan", _changes(theirs)))
    ]


def _edge(row: bytes, width: int) -> float:
    """Where white begins in a row of luma, between pixels."""
    line = row[:width]
    low, high = min(line), max(line)
    return width - sum((value - low) / (high - low) for value in line)


def _changes(places: list[float]) -> list[float]:
    steps = [after - before for before, after in pairwise(places)]
    return [abs(after - before) for before, after in pairwise(steps)]


def joining(folder: Path) -> list[str]:
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
        paths.append(folder / f"join{index}.mp4")
        cuts.append(make(reel(clip, film="join", count=5), paths[-1], moving=index == 0, speak=False).cuts)
    found = [probe(path) for path in paths]
    misses = [
        abs(cut - min(each.keys, key=lambda key, cut=cut: abs(key - cut)))
        for cut, each in zip(cuts[0], found, strict=False)
    ]
    start = time.process_time()
    join(paths, folder / "joined.mp4")
    spent = time.process_time() - start
    whole = probe(folder / "joined.mp4")
    off = max(abs((length or 0) - 55_000) for length in (whole.video_ms, whole.audio_ms, whole.container_ms))
    film, at, ticks = _sound(folder / "joined.mp4"), 0, list[float]()
    for path, each in zip(paths, found, strict=True):
        alone, middle = _sound(path), 2 * 48_000
        here, there = _loudest(alone, middle), _loudest(film, at + middle) - at
        ticks.append(abs(there - here) / 48)
        at += round(each.length * 48_000)
    return [
        f"cuts of a clip: {max(misses)} frames off; five clips joined: {off:.3f} ms off the plan, "
        f"ticks at cuts {max(ticks):.3f} ms off, {spent:.2f} CPU s for 55 s ({55 / spent:.0f} x realtime)"
    ]


def _sound(path: Path) -> array[float]:
    import av

    made = array("f")
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            made.extend(array("f", bytes(frame.planes[0])[: frame.samples * 4]))
    return made


def _loudest(sound: array[float], at: int, reach: int = 2_400) -> int:
    """The sample near `at` that is loudest: the tick of a cut."""
    return max(range(at - reach, at + reach), key=lambda sample: abs(sound[sample]))


def main() -> None:
    """Run all ways in turns and print the table, the ratios and the shake."""
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 3
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "s.story").write_text(STORY, encoding="utf-8")
        layers(folder)
        found: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in WAYS}
        for _ in range(runs):
            for name, (code, word) in WAYS.items():
                found[name].append(run(code, word, folder))
        middle = {name: [statistics.median(each) for each in zip(*rows, strict=True)] for name, rows in found.items()}
        print(f"{'15 s clip':<22}{'CPU s':>8}{'wall s':>8}{'kB':>8}{'peak MB':>9}")
        for name, (cpu, wall, size, peak) in middle.items():
            print(f"{name:<22}{cpu:>8.2f}{wall:>8.2f}{size:>8.0f}{peak:>9.0f}")
        moving = middle["moviepy, moving"][0] / middle["storyc, moving"][0]
        still = middle["moviepy, still"][0] / middle["storyc, still cards"][0]
        print(f"\nmoving: moviepy takes {moving:.2f} x the processor time; still: {still:.2f} x\n")
        print("\n".join([*shake(folder), *joining(folder)]))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
