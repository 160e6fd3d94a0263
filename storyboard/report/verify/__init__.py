"""Reports of clips that were held against their plan: for people, for programs, for a comment, for a CI server.

Each takes the verdicts, each with the root of its project.
"""

from __future__ import annotations
