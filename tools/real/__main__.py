"""`python -m tools.real [SCENE…]`: paid builds at the host's real addresses, by one and by several machines.

It needs Linux and the right to make a network namespace. Exit code 1 where something was not as it should be, 2 where
such a network cannot be had here.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tools.real import world
from tools.real.machines import NotSo, scene
from tools.real.scenes import SCENES, Play


def main() -> int:
    """Play the scenes of these names, or all."""
    names = sys.argv[1:] or list(SCENES)
    unknown = [name for name in names if name not in SCENES]
    lacking = f"no scene is called `{unknown[0]}`, known are {', '.join(SCENES)}" if unknown else world.lacking()
    if lacking:
        print(f"error: {lacking}", file=sys.stderr)
        return 2
    world.enter(["-m", "tools.real", *names])
    with tempfile.TemporaryDirectory(prefix="storyc-real-") as name:
        folder = Path(name)
        world.furnish(folder)
        failed = [name for name in names if not _played(folder, name, SCENES[name])]
    print(f"{len(names)} scenes, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    return int(bool(failed))


def _played(folder: Path, name: str, play: Play) -> bool:
    began = time.monotonic()
    place = folder / name
    place.mkdir()
    with world.tls(folder, play.certificate), world.emulator(*play.emulator) as key:
        try:
            said = play.act(scene(place, key))
        except NotSo as why:
            print(f"FAILED  {name}: {why}", flush=True)
            return False
    print(f"ok      {name} ({time.monotonic() - began:.0f} s)", *said, sep="\n        ", flush=True)
    return True


if __name__ == "__main__":
    raise SystemExit(main())
