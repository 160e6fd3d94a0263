"""The desk of an operator: two projects with one ledger and store, and what people do to them between builds.

An act says nothing; what breaks a promise is noted in `wrong`.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from storyboard.cli import exits
from storyboard.ledger import Attempt
from storyboard.ledger.steps import KEPT
from storyboard.production.plan import lockfile
from storyboard.providers import registry
from tools.torture.judge import attempts_in
from tools.torture.points import SUBMIT, kill_at, put
from tools.torture.terminals import heard, put_onto
from tools.torture.warm import PRICE, Host, Root, ended, fork, run_words

Prepare = Callable[[], None]
PROJECTS = ("one", "two")
_HEAD = "---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---\n"
_CLIP = "# {title}\nPhotoreal, cold light.\nShot 1 [0-5s] {what}\n"
_KILLS = (SUBMIT, "ledger.accepted#1:after", "ledger.stored#1:after", "ledger.recorded#1:after")
_CAP = 2 * PRICE  # of a run that has one
_TRIES = 8  # builds within which all is had


class _Text(msgspec.Struct):
    """The story of a project as far as it is edited: the words of a clip, its title, a second clip, and their order."""

    words: int = 0
    title: int = 0
    both: bool = True
    swapped: bool = False


class Desk:
    """Two projects that are edited, built, broken and settled; `mutant` takes a defence out of each command."""

    def __init__(self, folder: Path, host: Host, mutant: Prepare | None, dice: random.Random, late: float) -> None:
        """A history of the host that is late shows a job after `late` seconds."""
        self.wrong: list[str] = []
        self.killed = 0
        self._folder, self._host, self._mutant, self._dice = folder / "desk", host, mutant, dice
        self._root = Root(
            self._folder / "work", f"SG_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}", host.url, "v2"
        )
        self._texts = {name: _Text() for name in PROJECTS}
        self._given_up, self._late = 0, late
        self._written_off = set[str]()
        for name in PROJECTS:
            (self._root.path / name).mkdir(parents=True)
            self._write(name)

    # ---- builds ------------------------------------------------------------------------------------------------------

    def build(self, *flags: str, projects: Sequence[str] = PROJECTS) -> int:
        """Build, and where that ends well build again with `--locked`, which has nothing to do; the exit code."""
        code = self._call("build", *self._paying(flags), *projects)
        if code == exits.DONE:
            self._locked(projects)
        return code

    def build_one(self, project: str = "") -> None:
        """Build one of the projects."""
        self.build(projects=(project or self._dice.choice(PROJECTS),))

    def build_capped(self) -> None:
        """Build under a cap of the run that has room for two clips."""
        before = len(self._charges())
        self._call("build", *self._paying(), *PROJECTS, prepare=partial(_environ, STORYC_CAPS_RUN=f"{_CAP / 1e6}"))
        # What has failed for nothing makes room for another.
        if (len(self._charges()) - before) * PRICE > _CAP:
            self.wrong.append("a run has bought more than its cap has room for")

    def build_singly(self) -> None:
        """Build with one clip at a time, of which one that costs more than its price is the last."""
        before = len(self._charges())
        in_flight = partial(_environ, STORYC_HOST_SEGMIND_IN_FLIGHT="1")
        # With one job a second clip is not sent for another reason: the first has not kept to its price.
        self._call("build", *self._paying(("--jobs", "2")), *PROJECTS, prepare=in_flight)
        dear = [charge for charge in self._charges()[before:] if _cost(charge) > PRICE]
        if len(dear) > 1:
            self.wrong.append(
                f"a run has bought {len(dear)} clips that cost more than their price, one after the other"
            )

    def build_killed(self, point: str = "") -> None:
        """Have a build killed once it has sent, was answered, or has the clip."""
        self.killed += 1
        self._call(
            "build", *self._paying(("--jobs", "1")), *PROJECTS, prepare=kill_at(point or self._dice.choice(_KILLS))
        )

    def build_locked(self) -> None:
        """Build with `--locked` at any time: it writes no lock file and buys nothing."""
        before = self._locks(), self._submits()
        self._call("build", *self._paying(("--locked",)), *PROJECTS)
        if (self._locks(), self._submits()) != before:
            self.wrong.append("`build --locked` has written a lock file or bought")

    def build_asked(self) -> None:
        """Build on a terminal: while the question stands, another machine buys the same, and the answer is yes."""
        ours, theirs = os.openpty()
        before = self._submits()
        words = ["build", *self._paying(yes=False), *PROJECTS]
        pid = fork(partial(self._run, words, partial(put_onto, theirs)))
        os.close(theirs)
        said = heard(ours, "]: ")
        if said.endswith("]: "):
            bought = self._elsewhere("build", *self._paying(store=False), *PROJECTS)
            between = self._submits()
            os.write(ours, b"y\ny\n")
            said += heard(ours, "")
            if bought == exits.DONE and self._submits() > between > before:
                self.wrong.append("what another machine had bought while a question stood was bought again")
        ended(pid)
        os.close(ours)
        (self._folder / f"000-{pid}-asked.said").write_text(said)

    # ---- edits -------------------------------------------------------------------------------------------------------

    def reword(self, project: str = "") -> None:
        """Change the words of a clip, or change them back."""
        self._edit(project, lambda text: setattr(text, "words", 1 - text.words))

    def retitle(self, project: str = "") -> None:
        """Rename a clip, or give it its old name."""
        self._edit(project, lambda text: setattr(text, "title", 1 - text.title))

    def drop(self, project: str = "") -> None:
        """Take a clip out, or put it back."""
        self._edit(project, lambda text: setattr(text, "both", not text.both))

    def swap(self, project: str = "") -> None:
        """Change the order of the clips."""
        self._edit(project, lambda text: setattr(text, "swapped", not text.swapped))

    # ---- losses ------------------------------------------------------------------------------------------------------

    def lose_store(self) -> None:
        """Delete the store, of which the clips that are built have copies."""
        shutil.rmtree(self._books / "store", ignore_errors=True)

    def hold_filled(self) -> None:
        """Hold the store against the lock files, where a build has had time to fill it again."""
        locks = [lockfile.read(self._root.path / project) for project in PROJECTS]
        named = {entry.file_sha256 for lock in locks for entry in lock.blocks.values()} - {None}
        if not all((self._books / "store" / str(digest)).exists() for digest in named):
            self.wrong.append("the store lacks a clip that a lock file names")

    def lose_build(self) -> None:
        """Delete what was built in a project."""
        shutil.rmtree(self._root.path / self._dice.choice(PROJECTS) / "build", ignore_errors=True)

    def move(self) -> None:
        """Build on a machine that has the commit alone: what the lock file names is had, and not bought."""
        before = self._locks()
        if self.build() != exits.DONE:
            return
        submits = self._submits()
        code = self._elsewhere("build", *self._paying(("--locked",), store=False), *PROJECTS)
        if code != exits.DONE or self._submits() != submits:
            self.wrong.append(f"another machine with the commit ended with {code}, or has bought: {len(before)} locks")

    # ---- settling ----------------------------------------------------------------------------------------------------

    def wait(self) -> None:
        """Wait until a late history shows what it has."""
        time.sleep(self._late)

    def give_up(self) -> None:
        """Give up whatever is unknown, after a look, which must not have shown its job."""
        time.sleep(self._late)
        for attempt in self._unknown():
            shown = self._bills(attempt)
            self._settle(attempt, self._truth(attempt))
            state = next(other.state for other in self._attempts() if other.id == attempt.id)
            if state == "void" and len(shown) == 1:
                self.wrong.append(f"attempt {attempt.id} was given up, and the history showed its job")

    def give_up_blindly(self) -> None:
        """Give up whatever is unknown without a look."""
        for attempt in self._unknown():
            self._settle(attempt, self._truth(attempt), "--no-look")

    def attach(self) -> None:
        """Say which job each unknown attempt is, where the host has charged for one."""
        for attempt in self._unknown():
            for job in sorted(self._bills(attempt))[:1]:
                self._settle(attempt, "--attach", job)

    def _truth(self, attempt: Attempt) -> str:
        """What is to be said of an unknown attempt that is given up, as the invoice shows it."""
        return "--lost" if self._bills(attempt) else "--not-billed"

    def _bring_back(self) -> None:
        """Fetch the clips that a lost store lacks and that no story means, as the audit advises."""
        for attempt in self._attempts():
            if attempt.state in KEPT and not (self._books / "store" / str(attempt.sha256)).exists():
                self._settle(attempt, "--refetch")

    def _write_off(self) -> None:
        """Count what failed and was charged as spent, as each build advises."""
        failed = {job["request_id"] for job in self._host.book(self._root.key)["jobs"] if job["state"] == "FAILED"}
        for attempt in self._attempts():
            if attempt.state == "accepted" and attempt.request_id in failed:
                self._settle(attempt, "--lost")

    # ---- the end -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Build until all is had, and hold the ledger against the host's book."""
        time.sleep(self._late)
        codes: list[int] = []
        # An unknown send that no story means any more is said by each build and ends none.
        while len(codes) < _TRIES and (codes[-1:] != [exits.DONE] or self._unknown()):
            if codes:
                self.attach()
                self.give_up()
                self._write_off()
            codes.append(self.build())
        if codes[-1] != exits.DONE:
            self.wrong.append(f"builds at the end ended with {', '.join(map(str, codes))}")
            return
        charges = self._own_charges()
        charged = sum(map(_cost, charges))
        counted = sum(attempt.held + attempt.spent for attempt in self._attempts())
        if counted != charged:
            self.wrong.append(f"the ledger counts {counted}, and the host has charged {charged}")
        states = {job["request_id"]: job["state"] for job in self._host.book(self._root.key)["jobs"]}
        clips = Counter(charge["seed"] for charge in charges if states[charge["request_id"]] == "COMPLETED")
        twice = sum(number - 1 for number in clips.values())
        if twice > self._given_up:
            self.wrong.append(f"{twice} clips were paid for twice, and {self._given_up} sends were given up")
        self._bring_back()
        if self._call("ledger", "audit", "--store", str(self._books), project="one") != exits.DONE:
            self.wrong.append("the audit finds differences")

    @property
    def said(self) -> str:
        """What all commands have said."""
        return self._root.said

    @property
    def charges(self) -> int:
        """How many jobs the host has charged."""
        return len(self._charges())

    # ---- how ---------------------------------------------------------------------------------------------------------

    @property
    def _books(self) -> Path:
        return self._folder / "books"

    def _paying(self, flags: Sequence[str] = (), *, yes: bool = True, store: bool = True) -> list[str]:
        agreed = ["--yes"] if yes and "--locked" not in flags else []
        # One ledger on each machine.
        place = ["--store", str(self._books) if store else "../books"]
        return ["--provider", "segmind", *agreed, *flags, *place]

    def _call(self, *words: str, prepare: Prepare | None = None, project: str = "") -> int:
        code = ended(fork(partial(self._run, list(words), prepare, project=project)))
        if code == -99:
            self.wrong.append(f"`{' '.join(words[:2])}` hung")
        return code

    def _run(
        self, words: list[str], prepare: Prepare | None = None, *, root: Root | None = None, project: str = ""
    ) -> int:
        def prepared() -> None:
            # The books are those of real money: the host counts as one somewhere in the network.
            put(registry, "loopback", _never)
            if project:
                os.chdir(project)
            for change in (self._mutant, prepare):
                if change is not None:
                    change()

        return run_words(root or self._root, words, prepared)

    def _elsewhere(self, *words: str) -> int:
        """The exit code of a command on a machine that has stories, settings and lock files, and its own books."""
        number = len(list(self._folder.glob("machine-*")))
        root = msgspec.structs.replace(self._root, path=self._folder / f"machine-{number}" / "work")
        for name in PROJECTS:
            (root.path / name).mkdir(parents=True)
            for file in ("wet.story", "storyc.toml", "storyc.lock"):
                if (self._root.path / name / file).exists():
                    shutil.copy(self._root.path / name / file, root.path / name / file)
        return ended(fork(partial(self._run, list(words), root=root)))

    def _locked(self, projects: Sequence[str]) -> None:
        before = self._locks(), self._submits()
        code = self._call("build", *self._paying(("--locked",)), *projects)
        if code != exits.DONE or (self._locks(), self._submits()) != before:
            self.wrong.append(f"after a build that ended with 0 `build --locked` ended with {code}, wrote or bought")

    def _locks(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self._root.path.glob("*/storyc.lock"))]

    def _edit(self, project: str, change: Callable[[_Text], None]) -> None:
        name = project or self._dice.choice(PROJECTS)
        change(self._texts[name])
        self._write(name)

    def _write(self, name: str) -> None:
        text = self._texts[name]
        what = f"Drops run together on the roof of {name} and fall{', one by one' * text.words}."
        clips = [_CLIP.format(title=("The roof", "The eaves")[text.title], what=what)]
        # The second clip is the same in both.
        clips += [_CLIP.format(title="The gutter", what="Water turns the corner and is gone.")] * text.both
        (self._root.path / name / "wet.story").write_text(_HEAD + "".join(clips[::-1] if text.swapped else clips))
        (self._root.path / name / "storyc.toml").write_text('[host.segmind]\nprotocol = "v2"\n')

    def _settle(self, attempt: Attempt, *how: str) -> None:
        words = ("ledger", "resolve", attempt.id, *how, "--store", str(self._books))
        bills = sorted(self._bills(attempt))[:1] if how[0] == "--lost" and attempt.request_id is None else ()
        code = self._call(*words, project=PROJECTS[0])
        if code == exits.USAGE and "settle it there" in self._root.last:
            code = self._call(*words, project=PROJECTS[1])
        self._given_up += code == exits.DONE and how[0] in ("--lost", "--not-billed")
        self._written_off.update(bills if code == exits.DONE else ())

    def _attempts(self) -> tuple[Attempt, ...]:
        return attempts_in(self._books)

    def _unknown(self) -> list[Attempt]:
        return [attempt for attempt in self._attempts() if attempt.state == "unknown"]

    def _own_charges(self) -> list[dict[str, Any]]:
        """What was charged, without what another machine has bought, or may have, and nobody here has taken up."""
        others = [other for books in self._folder.glob("machine-*/books") for other in attempts_in(books)]
        theirs = {other.seed if other.state == "unknown" else other.request_id for other in others}
        own = {attempt.request_id for attempt in self._attempts()}
        charges = self._charges()
        return [
            bill for bill in charges if bill["request_id"] in own or not theirs & {bill["request_id"], bill["seed"]}
        ]

    def _bills(self, attempt: Attempt) -> set[str]:
        """The jobs that were charged and may be an attempt's, by their names: no attempt here has or counts them."""
        known = {other.request_id for other in self._attempts()} | self._written_off
        return {charge["request_id"] for charge in self._own_charges() if charge["seed"] == attempt.seed} - known

    def _charges(self) -> list[dict[str, Any]]:
        return self._host.book(self._root.key)["charges"]

    def _submits(self) -> int:
        return self._host.book()["submits"]


def _cost(charge: dict[str, Any]) -> int:
    return round(charge["cost_usd"] * 1_000_000)


def _never(parts: object) -> bool:
    return False


def _environ(**values: str) -> None:
    os.environ.update(values)
