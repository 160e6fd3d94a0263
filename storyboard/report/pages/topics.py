"""What `storyc help` says of a story's pictures, music and sound."""

from __future__ import annotations

_PICTURES = """\
A shot's own picture, in the free film, on the board and on the printed page:

  Shot 1 [0-3s] A lamp is lit.
    picture: boards/01.png

A folder for all shots, above the first of them; boards/2-3.png is that of shot 3 of clip 2:

  frames: boards

A picture is a PNG, JPEG or WebP file of the project. It is never sent to a host.
"""
_SOUND = """\
What a shot sounds like, in words that are sent to the model:

  Shot 1 [0-3s] A lamp is lit.
    sound: rain on the roof, a far bell
    ANNA: "Come in."

Your own sound file for a clip, above its first shot; the free film plays it, and lowers it under speech:

  audio: sounds/rain.wav

The free film speaks dialogue where the program `espeak-ng` is installed; without it dialogue is silent there.
"""
_MUSIC = """\
Music in words, which are sent to the model with the shot they stand in:

  Shot 1 [0-3s] A lamp is lit.
    music: solo piano, hesitant

Your own music for a clip is its sound file, above the first shot; the free film plays it, and lowers it under speech:

  audio: sounds/waltz.wav

It is a .wav or .mp3 file of the project or, where the model takes sound, an https address.
"""
TEXTS = {"pictures": _PICTURES, "music": _MUSIC, "sound": _SOUND}
