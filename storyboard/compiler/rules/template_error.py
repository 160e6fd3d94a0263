"""A prompt template cannot be used.

A template is Jinja2 without anything that could run code: it may print, test and loop over what it is given. What it
may use is written at the head of the shipped template. A name that is not there, a filter that is not allowed and a
text that does not end are errors, since half a prompt would be paid for like a whole one.

Bad:

    template: noir
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    template: wan
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from storyboard.diagnostics import Level

CODE = "SB605"
LEVEL = Level.ERROR
SINCE = "0.1.0"
