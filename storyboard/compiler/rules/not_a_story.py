r"""The file is not a story but a table, data, subtitles, a screenplay, a picture or a program.

Whatever stands in a story is sent to the model: a table with its bars, JSON with its brackets, subtitles with their
numbers. The model films the punctuation, the shots in it are not cut, and the clip costs what it costs. `storyc import
FILE` reads such a file into a story, and asks about what is not certain.

A file is no story only if none of its lines is a shot mark and one of these holds; `\` as its first character makes
any file text.

- It begins as RTF, a zip archive, a PDF, an HTML page, WebVTT, `curl` or `#!`; or all of it is JSON.
- Two lines are times of cues.
- Three rows have the same three or more cells between bars or tabs, or two around a rule like `|---|---|`, and other
  lines are less than a fifth.
- Its first line is a header of CSV above two rows or more: half of its cells are words for columns, or one stands over
  ranges like `0-3s`.
- Two headings of scenes (`INT.`, `EXT.`) stand over two names in capitals.
- A YAML list holds objects with times, or stands below a key like `shots:`.
- It begins with an element of XML, and two elements tell times, as `<shot start="0" end="3">`, or are shots by name.
- Two lines are pairs with a time, as `start=0 end=3 text="A lamp"`, and others are less than a fifth.
- Half of its lines have the shape of a program.

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
