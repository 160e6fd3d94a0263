"""The counts that a release must show: `python -m tools.team [SHARE]`, of which SHARE is a part from 0 to 1."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from storyboard.system.signals import heeding
from tools.hosting import hosting
from tools.team.bucket import bucket, killed
from tools.team.fleet import dropped, run_fleet, two_send
from tools.team.machines import MISSING, alone, parted
from tools.team.scenes import MUTANTS, STEPS, cut_off, played
from tools.team.studio import opened, served
from tools.team.work import play

_PARTED: dict[str, dict[str, bool]] = {
    "two machines, one cut off": {"hidden": False},
    "two machines, one cut off, and a host that does not tell": {"hidden": True},
    "mutant: the same, and what it was sending is freed": {"hidden": True, "frees": True},
}
_PROCESSES, _KILLS, _SERVER_KILLS, _CUTS, _FLEET_KILLS = 16, 500, 6, 200, 512


def main() -> int:
    """The exit code: 0 where every promise was kept and every mutant was missed."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    counts = (_KILLS, _CUTS, _SERVER_KILLS, _FLEET_KILLS)
    kills, cuts, server_kills, fleet_kills = (max(1, round(number * share)) for number in counts)
    clips, good = max(20, kills * 4), True
    cap = clips * 5 // 6
    with heeding(), tempfile.TemporaryDirectory() as top, served() as server:
        folder = Path(top)
        begun = time.monotonic()

        def say(name: str, well: bool, what: object) -> None:
            nonlocal good
            good &= well
            print(f"{'ok  ' if well else 'BAD '} {time.monotonic() - begun:6.0f} s  {name}: {what}", flush=True)

        (folder / "sqlite").mkdir()
        result = play(
            folder / "sqlite/books", folder / "sqlite", processes=_PROCESSES, clips=clips, cap=cap, kills=kills
        )
        say("a folder, processes killed", result.verdict.good, result)
        studio = opened(server, folder / "killed", "killed")
        result = play(
            studio.address, folder / "killed", processes=_PROCESSES, clips=clips, cap=cap, kills=kills,
            server_kills=server_kills, restart=studio.restart,
        )  # fmt: skip
        say("a server, processes and the server killed", result.verdict.good, result)
        studio = opened(server, folder / "paused", "paused")
        result = play(
            studio.address, folder / "paused", processes=_PROCESSES, clips=clips, cap=cap, kills=kills, cuts=0.02,
            pauses=0.4, cut_all=studio.cut_all,
        )  # fmt: skip
        say("a server, owners paused and cut off", result.verdict.good, result)
        studio = opened(server, folder / "cut", "cut")
        number, verdict = cut_off(studio, max(1, cuts // 2))
        say(f"{number} commits cut, {len(STEPS)} kinds", verdict.good and verdict.charges == number, verdict)
        for place, (name, how) in enumerate(_PARTED.items()):
            if not alone():
                say(name, False, MISSING)
                continue
            studio = opened(server, folder / f"parted{place}", f"parted{place}")
            ends = parted(studio, folder / f"net{place}", clips=6, cut_at=3, **how)
            say(name, ends.good is not how.get("frees", False), ends)
        for place, (name, (remove, scene)) in enumerate(MUTANTS.items()):
            verdict = played(opened(server, folder / f"mutant{place}", f"mutant{place}"), scene, remove)
            say(f"mutant: {name}", not verdict.good, verdict)
        with hosting("v2", "--seconds", "1") as environ:
            os.environ.update(environ)
            studio = opened(server, folder / "fleet", "fleet")
            os.environ |= {"STORYC_LEDGER": studio.address, "STORYC_STORE": str(folder / "fleet/clips")}
            fleet = run_fleet(
                folder / "fleet", environ["STORYC_SEGMIND_BASE_URL"], processes=_PROCESSES, clips=fleet_kills,
                kills=fleet_kills, restart=studio.restart, server_kills=server_kills,
                drop=lambda: dropped(server), drops=1,
            )  # fmt: skip
            say("a fleet, its workers and the server killed, its tables dropped", fleet.good, fleet)
        # At a host of its own: the other one has made this clip already, so that nobody would send it.
        with hosting("v2") as environ:
            os.environ.update(environ)
            studio = opened(server, folder / "unfenced", "unfenced")
            os.environ |= {"STORYC_LEDGER": studio.address}
            remove, _ = MUTANTS["a send has no fence"]
            fleet = two_send(folder / "unfenced", environ["STORYC_SEGMIND_BASE_URL"], remove)
            say("mutant: two workers of a fleet send without the fence", fleet.twice > 0, fleet)
            for name in ("STORYC_LEDGER", "STORYC_STORE"):
                del os.environ[name]
        with bucket() as buckets:
            kept = killed(buckets, processes=4, clips=max(4, kills // 10), kills=max(1, kills // 80))
            say("a bucket, its server killed", kept.good, kept)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
