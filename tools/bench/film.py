"""The animatic beside x264 alone, moviepy and ffmpeg's zoompan: processor and wall time, size, memory, shake, joins."""

from __future__ import annotations

import json
import statistics
from typing import Any

import msgspec

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.timing import Command, Run, figures, in_turns, ratio, run

TITLE = "Films"
TURNS = 3
_ABOUT = (
    "A clip of 15 s, four shots, 24 pictures a second, H.264 veryfast crf 22 with a quiet AAC track; 1280x720 but for "
    "two rows. x264 alone encodes the decoded pictures of the moving animatic again by its own options, without sound; "
    "only that is counted. moviepy and ffmpeg get a plate and the words as ready PNGs and draw neither timecode nor "
    "ruler, which leans towards them. The shake is the mean change of an edge's step in a slow push in."
)
_X264, _MB = "× x264 alone", "peak MB"
_MOVIEPY = """
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
_ZOOMPAN = """
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
# Each way says at its end how large its film is.
_SIZE = """
import json, os
print(json.dumps({'kB': os.path.getsize('out.mp4') / 1024}))
"""
_ALONE = "x264 alone, the same pictures"
_MOVING = "storyc, moving"


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of the ways to make the clip, and those of what is made."""
    folder = places.folder("film")
    environment = places.environment(folder / "home")
    layers, inside = places.inside("animatic", "layers", home=folder / "home")
    run(Command(layers, folder, inside))
    again, _ = places.inside("animatic", "again", home=folder / "home")

    def ours(how: str, size: str) -> Command:
        words, _ = places.inside("animatic", "make", how, size, home=folder / "home")
        return Command(words, folder, inside)

    def theirs(code: str, *more: str) -> Command:
        return Command([places.peer("python"), "-c", code + _SIZE, *more], folder, environment)

    def keep(_: int) -> None:
        """The film that storyc has made just before."""
        (folder / "out.mp4").replace(folder / "moving.mp4")

    commands = {
        _MOVING: ours("moving", "1280*720"),
        _ALONE: Command(again, folder, inside, keep),
        "storyc, still cards": ours("still", "1280*720"),
        "storyc, moving, 1920x1080": ours("moving", "1920*1080"),
        "storyc, out of another clip, 1920x1080": ours("dissolving", "1920*1080"),
        "moviepy, moving": theirs(_MOVIEPY, "moving"),
        "moviepy, still": theirs(_MOVIEPY, "still"),
        "ffmpeg zoompan": theirs(_ZOOMPAN),
    }
    taken = in_turns(commands, turns)
    taken[_ALONE] = [_encoding(one_run) for one_run in taken[_ALONE]]
    rows = [_row(name, runs, taken[_ALONE]) for name, runs in taken.items()]
    code = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())"
    ffmpeg = run(Command([places.peer("python"), "-c", code], folder, environment)).said.strip()
    words, _ = places.inside("animatic", "shake", ffmpeg, home=folder / "home")
    for name, changes in _last(run(Command(words, folder, inside))).items():
        rows.append(Row(f"{name}, its shake", {"pixels": statistics.mean(changes)}))
    words, _ = places.inside("animatic", "joining", home=folder / "home")
    joined = _last(run(Command(words, folder, inside)))
    rows.append(Row("storyc, five clips of 55 s joined", {"CPU s": joined["cpu"]}))
    rows.append(Row("its length beside the plan", {"ms off": joined["length"]}))
    rows.append(Row("the sound at its cuts", {"ms off": joined["ticks"]}))
    return Section(TITLE, _ABOUT, rows)


def _row(name: str, runs: list[Run], alone: list[Run]) -> Row:
    large = "1080" in name
    values = figures(runs, "s") | ({} if large else {_X264: ratio(runs, alone)})
    values["kB"] = _last(runs[0])["kB"]
    if name == _ALONE:
        return Row(name, values)
    targets: dict[str, float] = {_X264: 1.6} if name == _MOVING else {_MB: 200} if large else {}
    return Row(name, {**values, _MB: statistics.median(one_run.mb for one_run in runs)}, targets)


def _encoding(one_run: Run) -> Run:
    """The run of which nothing but the encoding counts."""
    return msgspec.structs.replace(one_run, cpu=_last(one_run)["cpu"])


def _last(one_run: Run) -> dict[str, Any]:
    """What a run printed as JSON on its last line."""
    values: dict[str, Any] = json.loads(one_run.said.splitlines()[-1])
    return values
