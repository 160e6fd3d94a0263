"""A scratch repository of a film whose last commit has five kinds of change, under names that would do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.diff.repository import commit, edit, git
from tests.helpers import BAD

# A title as a stranger would write one, and a name of a file.
TITLE = "<img src=x onerror=alert(1)> @everyone --> | [x](http://evil.example) ``` ![p](http://evil.example/p.png)"
NAME = "ev|il <b>&amp; `x` @bob #1.story"
STORY = """\
---
cast:
  MARA: a diver in a brass helmet
---
A harbour at night.

# Quay
Shot 1 [3s] @MARA waits by the boat.
Shot 2 [2s] Rain falls on the water.

# Net
Shot 1 [5s] A net is hauled in.

# Bell
Shot 1 [5s] A bell rings.

# Gull
Shot 1 [5s] A gull on a post.
"""


def scratch(root: Path) -> Path:
    """The repository, whose working tree is that of its last commit."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "storyc.toml").write_text("")
    (root / "film.story").write_text(STORY)
    (root / "still.story").write_text("Shot 1 [5s] A lamp that nobody touches.\n")
    (root / "stage.story").write_text("Shot 1 [5s] A clown juggles.\n  picture: lamp.png\n")
    shutil.copy(BAD / "files" / "lamp.png", root / "lamp.png")
    git(root, "init", "-q")
    commit(root)
    # 1, a shot's words; 2, a setting alone; 3, a clip that goes; 4, a new one; 5, a picture of the writer's own, with words.
    edit(root / "film.story", "Rain falls on the water.", "A whale breaks the water.")
    edit(root / "film.story", "# Net\n", "# Net\nseed: 7\n")
    edit(root / "film.story", "# Bell\nShot 1 [5s] A bell rings.\n\n", "")
    (root / NAME).write_text(f"# {TITLE}\nShot 1 [5s] A stranger at the door.\n")
    edit(root / "stage.story", "A clown juggles.", "A clown falls.")
    edit(root / "stage.story", "  picture: lamp.png\n", "")
    commit(root, "two")
    return root
