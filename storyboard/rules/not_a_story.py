r"""The file is a table, data, subtitles or a program, and no story.

Whatever stands in a story is sent to the model: a table with its bars, JSON with its brackets, subtitles with their
numbers. The model films the punctuation, the shots in it are not cut, and the clip costs what it costs. `storyc import
FILE` reads such a file into a story, and asks about what is not certain.

A file is no story only if none of its lines is a shot mark, and if it begins as RTF, a zip archive, a PDF, an HTML
page, WebVTT or `curl`; or all of it is JSON; or two lines are cues of subtitles; or three rows have the same three or
more cells between bars or tabs, and other lines are less than a fifth; or its first line is a header of CSV with words
for columns, over two rows; or two headings of scenes (`INT.`, `EXT.`) stand over two names in capitals; or a YAML list
holds keys of shots; or half of its lines have the shape of a program. `\` as its first character makes any file text.

Bad:

    Time,Action,Camera
    0-3s,A lamp is lit,push in
    3-5s,A hand reaches in,still

Good:

    Shot 1 [0-3s] A lamp is lit.
      camera: push in
    Shot 2 [3-5s] A hand reaches in.
      camera: still
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB118"
LEVEL = Level.ERROR
SINCE = "0.1.0"
