"""Stories made into clips and films: the plan, the purchase, the files, and whether they are what was planned."""

from __future__ import annotations
