"""A scratch repository with ten stories that share a cast, for the tests of `storyc diff`."""

from __future__ import annotations

import subprocess
from pathlib import Path

WHO = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"]
CAST = "cast:\n  MARA: a diver in a brass helmet\n  IVO: a fisherman in yellow oilskins\n"
HEAD = "---\ninclude: /shared/cast.yaml\n---\nA harbour at night, number {n}.\n\n"
CLIPS = (
    "# Quay {n}\nShot 1 [3s] @MARA waits by boat {n}.\nShot 2 [2s] Rain on the water.\n\n",
    "# Net {n}\nShot 1 [4s] @IVO hauls net {n} in.\n  camera: slow dolly in\nShot 2 [6s] A helmet.\n\n",
    "# Dawn {n}\ntakes: 2\nShot 1 [0-2s] Gulls over roof {n}.\nShot 2 [2-5s] Nobody is left.\n",
)
PROFILE = Path(__file__).resolve().parents[2] / "storyboard" / "profiles" / "wan-2.6-t2v@segmind.yaml"
TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "prompts" / "wan.j2"


def story(n: int) -> str:
    return (HEAD + "".join(CLIPS)).format(n=n)


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path, message: str = "one") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def repository(root: Path) -> Path:
    """Ten stories of three clips each, in one commit; the project is the folder `film` of the repository."""
    film = root / "film"
    for name, text in {
        "storyc.toml": "",
        "shared/cast.yaml": CAST,
        "profiles/own@segmind.yaml": PROFILE.read_text("utf-8")
        .replace("wan-2.6-t2v@segmind", "own@segmind")
        .replace("\nmodel: wan-2.6-t2v", "\nmodel: own"),
        "templates/prompts/own.j2": TEMPLATE.read_text("utf-8"),
        **{f"acts/{n:02}.story": story(n) for n in range(10)},
    }.items():
        place = film / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    git(root, "init", "-q")
    commit(root)
    return film


def edit(place: Path, before: str, after: str) -> None:
    text = place.read_text(encoding="utf-8")
    assert before in text
    place.write_text(text.replace(before, after), encoding="utf-8")
