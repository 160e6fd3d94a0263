"""What draws pictures is tested where the extra `video` is installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("av") and find_spec("PIL") else ["test_animatic*.py"]
