"""A project that changes at random, in all that an answer may rest on."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tools.recalled.buying import Buyer
from tools.recalled.program import YOUNG

_TEXTS = (
    "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n",
    "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [1-5s] A face.\n",
    "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-9s] A face.\n",
    "model: wan-2.6-t2v@segmind\n\nShot 1 [0-5s] A pier.\nShot 2 [5-10s] A gull.\n",
    "model: own@segmind\n\nShot 1 [0-5s] A pier.\n",
    "template: own\n\nShot 1 [0-5s] A pier at {{ hour }}.\n",
    "include: part.txt\n\nShot 1 [0-5s] A pier.\n",
    "include: ../parts/part.txt\n\nShot 1 [0-5s] @nobody looks.\n",
    "audio: sea.wav\n\nShot 1 [0-5s] A pier.\n",
    "Nothing is here.\n",
    "",
    "Shot 1 [0-5s] \u200bA pier.\n",
    "Shot 1 [0-3s] A pier and another pier.\nShot 2 [4-5s] A gull.\n",
)
_SETTINGS = (
    "", "[rules]\nstrict = true\n", '[rules]\nignore = ["SB2"]\n', 'model = "own@segmind"\n', "[limits]\nline = 20\n",
    "nonsense = 1\n", "not toml", 'template = "own"\n', "[limits]\nfile_bytes = 10\n",
)  # fmt: skip
_PYPROJECTS = (
    "[tool.storyc.rules]\nstrict = true\n", "[tool.other]\nstoryc = 1\n", "[tool.storyc\n", "[project]\nname = 'x'\n",
)  # fmt: skip
_TEMPLATES = ("{{ nobody }}", "{{ clip.text }}\n", "{% for shot in shots %}{{ shot.text }} {% endfor %}")
_PARTS = ("hour: noon\n", "ignore: SB2\n", "size: 1280x720\n", "", "Shot 9 [0-5s] A pier.\n")
_VARIABLES = (
    ("STORYC_RULES_STRICT", "1"), ("STORYC_MODEL", "own@segmind"), ("STORYC_MODEL", "wan-2.6-t2v@segmind"),
    ("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("STORYC_RULES_IGNORE", "SB2"), ("STORYC_LIMITS_LINE", "15"),
    ("COLUMNS", "50"), ("TERM", "dumb"), ("CI", "1"), ("STORYC_HOSTS", "hosts"),
)  # fmt: skip
_PATHS = (
    "a.story",
    "b.story",
    ".",
    "inner",
    "inner/c.story",
    "./a.story",
    "../films",
    "way",
    "way/c.story",
    "none.story",
)
_OPTIONS = (
    (), (), (), (), ("--strict",), ("--format", "json"), ("--format", "github"), ("--format", "sarif"), ("-q",),
    ("--color", "always"), ("--ignore", "SB2"), ("--select", "SB6"), ("--variant", "all"), ("--only", "1"),
    ("--model", "own@segmind"), ("--diff",), ("--fix",), ("-o", "report.txt"),
)  # fmt: skip
_PLANNED = (
    (), (), (), ("--format", "json"), ("--list-clips",), ("--rehearsal",), ("-q",), ("--store", "elsewhere"),
    ("--max-cost", "0.5"), ("--detailed-exitcode",), ("-o", "plan.json"),
)  # fmt: skip
_RENDERED = ((), (), ("--format", "prompt"), ("--format", "curl"), ("--model", "own@segmind"), ("-q",))
_EXPORTED = ((), (), ("--format", "srt"), ("--format", "csv"), ("--format", "edl"))
_BUILT = (("--provider", "segmind"), ("--provider", "segmind"), ("--provider", "segmind", "-q"), ("--dry-run",))
_COMMANDS = (
    ("build", _BUILT), ("build", _BUILT), ("build", _BUILT),
    ("check", _OPTIONS), ("check", _OPTIONS), ("check", _OPTIONS), ("plan", _PLANNED), ("plan", _PLANNED),
    ("render", _RENDERED), ("export", _EXPORTED),
)  # fmt: skip
_LOCKS = ("{}\n", "not JSON", "<<<<<<< ours\n")
_STORIES = ("a.story", "b.story", "inner/c.story", "inner/d.story")


class World:
    """A project in a folder in a folder, what may be asked of it, and what may happen to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.outer, self.films = folder / "outer", folder / "outer" / "films"
        (self.films / "inner").mkdir(parents=True)
        self.variables: dict[str, str] = {}
        self.behind = 0
        self.words = ["check", "a.story"]
        self.buyer = Buyer(self.films, self.random)
        self.told: list[str] = []
        for name in _STORIES[:3]:
            (self.films / name).write_text(_TEXTS[0], encoding="utf-8")
        self.happenings: tuple[Callable[[], str], ...] = (
            *[self.edit] * 3, self.edit_unseen, self.touch, self.set_time, self.rename, self.swap, self.delete,
            *[self.settings] * 2, self.project_file, self.repository, self.template, self.profile, self.part,
            self.sound, *[self.variable] * 2, self.link, self.relink, self.folder_for_link, self.mode,
            *[self.buy] * 3, *[self.build] * 3, *[self.spoil] * 2, self.leave, self.lock, self.lose, self.host,
            *[self.wait] * 2, self.clock, *[self.ask] * 3, self.nothing,
        )  # fmt: skip

    def happen(self) -> None:
        """Let one thing happen."""
        happening = self.random.choice(self.happenings)
        try:
            self.told.append(f"{happening.__name__}: {happening()}")
        except OSError as error:  # what it would change is not there, or is something else by now
            self.told.append(f"{happening.__name__}: {error}")

    def _story(self) -> Path:
        return self.films / self.random.choice(_STORIES)

    def _put(self, path: Path, texts: tuple[str, ...]) -> str:
        """A file is written, written through its folder's rename, or deleted."""
        path.parent.mkdir(parents=True, exist_ok=True)
        how = self.random.randrange(4)
        if how == 0:
            path.unlink()
            return f"{path.name} deleted"
        text = self.random.choice(texts)
        if how == 1:
            part = path.with_name(path.name + "~")
            part.write_text(text, encoding="utf-8")
            part.rename(path)
        else:
            path.write_text(text, encoding="utf-8")
        return f"{path.name} is {text!r}"

    def edit(self) -> str:
        """A story is written anew, or deleted."""
        return self._put(self._story(), _TEXTS)

    def edit_unseen(self) -> str:
        """The size and the time of change stay as they were."""
        path = self._story()
        status, data = path.stat(), path.read_bytes()
        changed = data.replace(b"[2-5s]", b"[1-5s]") if b"[2-5s]" in data else data.replace(b"[1-5s]", b"[2-5s]")
        path.write_bytes(changed)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"{path.name}, changed: {changed != data}"

    def touch(self) -> str:
        """A story gets the time of now."""
        path = self._story()
        os.utime(path)
        return path.name

    def set_time(self) -> str:
        """A story gets a time long ago or to come."""
        path = self._story()
        at = time.time_ns() + self.random.choice((-(10**15), -(10**9), 10**9, 10**15))
        os.utime(path, ns=(at, at))
        return path.name

    def rename(self) -> str:
        """A story gets another name."""
        source, target = self._story(), self._story()
        source.rename(target)
        return f"{source.name} to {target.name}"

    def swap(self) -> str:
        """Two files change places, times and all."""
        first, second = self._story(), self._story()
        aside = self.films / "aside"
        first.rename(aside)
        second.rename(first)
        aside.rename(second)
        return f"{first.name} and {second.name}"

    def delete(self) -> str:
        """A story goes."""
        path = self._story()
        path.unlink()
        return path.name

    def settings(self) -> str:
        """The settings of a folder, of its parent or of one in it change."""
        folder = self.random.choice((self.films, self.films, self.outer, self.films / "inner"))
        return f"{folder.name}/{self._put(folder / 'storyc.toml', _SETTINGS)}"

    def project_file(self) -> str:
        """A `pyproject.toml` appears, changes or goes."""
        folder = self.random.choice((self.films, self.outer, self.films / "inner"))
        return f"{folder.name}/{self._put(folder / 'pyproject.toml', _PYPROJECTS)}"

    def repository(self) -> str:
        """A repository begins or ends somewhere."""
        place = self.random.choice((self.films, self.outer, self.films / "inner")) / ".git"
        if place.is_dir():
            shutil.rmtree(place)
        elif place.exists():
            place.unlink()
        elif self.random.random() < 0.5:
            place.mkdir()
        else:
            place.write_text("gitdir: elsewhere\n")
        return f"{place.parent.name}, now {place.exists()}"

    def template(self) -> str:
        """A template of the project changes."""
        name = self.random.choice(("own", "wan"))
        return self._put(self.films / "templates" / "prompts" / f"{name}.j2", _TEMPLATES)

    def profile(self) -> str:
        """A profile of the project changes."""
        shipped = Path(__file__).resolve().parents[2] / "storyboard" / "profiles" / "wan-2.6-t2v@segmind.yaml"
        text = shipped.read_text(encoding="utf-8")
        texts = (text, text.replace("5, 10, 15", "4, 9"), "no: profile\n", text.replace("1280*720", "64*64"))
        name = self.random.choice(("own", "wan-2.6-t2v"))
        said = self._put(self.films / "profiles" / f"{name}@segmind.yaml", texts)
        return said[:40]

    def part(self) -> str:
        """An included file changes, or one with a name like it."""
        folder = self.random.choice((self.films, self.films / "inner", self.outer / "parts", self.films / "parts"))
        return self._put(folder / self.random.choice(("part.txt", "parts.txt")), _PARTS)

    def sound(self) -> str:
        """A sound changes."""
        return self._put(self.films / "sea.wav", ("RIFF", "nothing"))

    def host(self) -> str:
        """A folder of hosts changes."""
        return self._put(self.films / "hosts" / "mine.yaml", ("no: host\n", ""))

    def variable(self) -> str:
        """A variable of the environment is set or taken away."""
        name, value = self.random.choice(_VARIABLES)
        if self.variables.pop(name, None) is None:
            self.variables[name] = value
        return f"{name}, now {self.variables.get(name)}"

    def link(self) -> str:
        """A story is a link to another, inside or outside."""
        path = self._story()
        target = self.random.choice((*(self.films / name for name in _STORIES), self.outer / "far.story"))
        (self.outer / "far.story").write_text(_TEXTS[1], encoding="utf-8")
        path.unlink(missing_ok=True)
        path.symlink_to(os.path.relpath(target, path.parent))
        return f"{path.name} leads to {target.name}"

    def relink(self) -> str:
        """A link to a folder leads elsewhere."""
        path = self.films / "way"
        target = self.random.choice((self.films / "inner", self.outer / "other", self.films / "nowhere"))
        (self.outer / "other").mkdir(exist_ok=True)
        (self.outer / "other" / "c.story").write_text(self.random.choice(_TEXTS), encoding="utf-8")
        path.unlink(missing_ok=True)
        path.symlink_to(target)
        return target.name

    def folder_for_link(self) -> str:
        """A folder is moved, and a link to it takes its place; or comes back."""
        inner, moved = self.films / "inner", self.outer / "moved"
        if inner.is_symlink():
            inner.unlink()
            moved.rename(inner)
            return "back"
        inner.rename(moved)
        inner.symlink_to(moved)
        return "moved"

    def mode(self) -> str:
        """A story may be read by other people."""
        path = self._story()
        path.chmod(self.random.choice((0o000, 0o600, 0o644)))
        return path.name

    def buy(self) -> str:
        """A clip of a story is bought, or begun to be."""
        return self.buyer.buy(self.random.choice(_STORIES))

    def build(self) -> str:
        """A story is built as a host would have made its clip, and a build asked for."""
        story = self.random.choice(_STORIES)
        self.words = ["build", "--provider", "segmind", story]
        return self.buyer.build(story)

    def spoil(self) -> str:
        """A file that a build made, or one of its books, is changed in place, moved or deleted."""
        files = sorted(path for name in ("build", ".storyc") for path in (self.films / name).rglob("*"))
        path = self.random.choice([path for path in files if path.is_file()] or [self.films / "nothing"])
        how = self.random.randrange(4)
        if how == 0:
            path.unlink()
        elif how == 1:
            path.rename(path.with_name("moved"))
        else:
            status, data = path.stat(), path.read_bytes()
            path.write_bytes(data[:-1] + b"?" if how == 2 else data)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"{path.relative_to(self.films)}, {('deleted', 'moved', 'changed', 'written anew')[how]}"

    def leave(self) -> str:
        """Whoever bought closes the books."""
        return self.buyer.leave()

    def lock(self) -> str:
        """The lock file comes from elsewhere, or goes."""
        return self._put(self.films / "storyc.lock", _LOCKS)

    def lose(self) -> str:
        """The books are lost."""
        self.buyer.leave()
        shutil.rmtree(self.films / ".storyc")
        return ""

    def wait(self) -> str:
        """What is there comes to be old."""
        time.sleep(YOUNG * 1.5 / 1e9)
        return ""

    def clock(self) -> str:
        """The clock is set back, or right again."""
        self.behind = self.random.choice((0, 0, 10**9, 10**13))
        return str(self.behind)

    def ask(self) -> str:
        """Something else is asked."""
        paths = self.random.sample(_PATHS, self.random.choice((1, 1, 1, 2)))
        command, options = self.random.choice(_COMMANDS)
        self.words = [command, *self.random.choice(options), *paths]
        return " ".join(self.words)

    def nothing(self) -> str:
        """All stays as it is."""
        return ""
