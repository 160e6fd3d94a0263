"""`storyc.lock` between machines, saved plans, and what a CI runner may buy: two clones, one host, real git."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard import profiles
from storyboard.cli import exits
from storyboard.production.plan import lockfile
from storyboard.production.purchase import objections, offer
from storyboard.store.files import FileStore
from storyboard.store.records import StoreTrouble
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
THREE = TWO + "\n# The door\nA door stands open.\nShot 1 [0-5s] The rain comes in.\n"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


def elsewhere(it: Project) -> None:
    """Make of the project what a fresh clone is: what git has, and nothing else."""
    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build")


# ---- the lock file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_a_fresh_clone_fetches_and_never_pays_again(make: Make, protocol: str) -> None:
    with make(protocol=protocol) as it:
        assert it.build("--yes") == exits.DONE
        before = (it.root / "build/a/01-the-match.mp4").read_bytes()
        lock = (it.root / "storyc.lock").read_bytes()
        elsewhere(it)
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        plan = json.loads(it.out)
        assert [row["state"] for row in plan["clips"]] == ["elsewhere", "elsewhere"]
        assert plan["total_usd"] == 0
        # No consent is needed, since nothing is spent; nor does it count against a cap.
        (it.root / "storyc.toml").write_text("[caps]\nday = 0\nclips = 0\n")
        assert it.build() == exits.DONE, it.err
        assert it.charges() == 2
        assert (it.root / "build/a/01-the-match.mp4").read_bytes() == before
        assert (it.root / "storyc.lock").read_bytes() == lock
        assert json.loads((it.root / "build/a/01-the-match.json").read_text())["price_usd"] == 0.625
        assert it.call("ledger", "audit") == exits.DONE
        assert it.call("ledger", "list", "--sum", "--format", "json") == exits.DONE
        assert json.loads(it.out)["spent_usd"] == 0


def test_what_the_host_has_deleted_is_refused_and_never_bought_by_itself(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        elsewhere(it)
        lock = (it.root / "storyc.lock").read_text()
        names = [row["request_id"] for row in json.loads(lock).values() if isinstance(row, dict)]
        for number, name in enumerate(names):
            lock = lock.replace(name, f"{number:032}")
        (it.root / "storyc.lock").write_text(lock)
        for _ in range(2):
            assert it.build("--yes") == exits.OUT_OF_DATE, it.err
            assert "says that it is paid for" in it.err
            assert "`storyc ledger resolve --lock 'a.story 001 wan-2.6-t2v@segmind' --lost` gives it up" in it.err
        assert it.charges() == 2
        # Without a name for the jobs, the host's history has them.
        (it.root / "storyc.lock").unlink()
        assert it.build("--yes") == exits.DONE
        assert it.err.count("is found at the host") == 2
        assert it.charges() == 2


def test_another_file_than_the_lock_names_is_refused(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        elsewhere(it)
        place = it.root / "storyc.lock"
        (block,) = [row for row in json.loads(place.read_text()).values() if isinstance(row, dict)]
        place.write_text(place.read_text().replace(block["file_sha256"], "f" * 64))
        assert it.build("--yes", "--only", "1") == exits.OUT_OF_DATE
        assert "a/01-the-match.mp4" not in it.built()


def test_locked_buys_nothing(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--locked") == exits.OUT_OF_DATE
        assert "`storyc.lock` has no `a.story 001 wan-2.6-t2v@segmind` with this request" in it.err
        assert it.submits() == 0
        assert it.build("--yes") == exits.DONE
        assert it.build("--locked") == exits.DONE
        elsewhere(it)
        assert it.build("--locked") == exits.DONE
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.build("--yes", "--locked") == exits.OUT_OF_DATE
        assert it.charges() == 2


def test_a_clip_that_moves_takes_its_entry_along(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        first, second = TWO.split("\n# The lamp")
        (it.root / "a.story").write_text(f"# New\nA cat.\nShot 1 [0-5s] It sleeps.\n{first}\n# The lamp{second}")
        assert it.build("--yes", "--only", "1") == exits.DONE
        assert it.charges() == 3
        lock = json.loads((it.root / "storyc.lock").read_text())
        assert [lock[f"a.story 00{number} wan-2.6-t2v@segmind"]["title"] for number in (1, 2, 3)] == [
            "New",
            "The match",
            "The lamp",
        ]
        elsewhere(it)
        assert it.build() == exits.DONE
        assert it.charges() == 3


def test_a_lock_with_a_conflict_is_named_and_nothing_is_sent(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        place = it.root / "storyc.lock"
        text = place.read_text()
        for broken, word in (
            (text.replace('\n,"a.story 002 ', '\n<<<<<<< HEAD\n,"a.story 002 '), "a conflict that git could not merge"),
            (text.replace("a.story 002", "a.story 001"), "twice"),
            (text.replace('"storyc.lock/2"', '"storyc.lock/9"'), "`storyc.lock/9`"),
            (text[:-40], "cannot be read"),
            (text.replace('"seed"', '"seat"'), "a.story 001"),
        ):
            place.write_text(broken)
            submits = it.submits()
            assert it.build("--yes") == exits.OUT_OF_DATE, word
            assert word in it.err
            assert it.call("plan", "a.story") == exits.OUT_OF_DATE
            assert it.submits() == submits


def git(folder: Path, *words: str) -> str:
    environ = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@localhost"}
    environ |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@localhost", "PATH": os.environ["PATH"]}
    return subprocess.run(
        ["git", *words], cwd=folder, env=environ, check=True, capture_output=True, text=True
    ).stdout  # fmt: skip


def test_two_branches_that_buy_clips_merge(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runners with a clone each; the second pays for nothing that the first has paid for."""
    with make(story=THREE) as it:
        for name in ("b", "c", "d"):
            (it.root / f"{name}.story").write_text(TWO.replace("lamp", name))
        (it.root / ".gitignore").write_text("build/\n.storyc/\nremote.git/\nother/\n")
        git(it.root, "init", "-q", "-b", "main")
        assert it.build("--yes", paths=("c.story",)) == exits.DONE
        git(it.root, "add", "-A")
        git(it.root, "commit", "-qm", "one")
        git(it.root, "clone", "-q", "--bare", ".", "remote.git")
        git(it.root, "clone", "-q", "remote.git", "other")
        # Here the story before c is bought, there the one after it.
        assert it.build("--yes", paths=("b.story",)) == exits.DONE
        git(it.root, "commit", "-qam", "b")
        git(it.root, "push", "-q", "remote.git", "main")
        monkeypatch.chdir(it.root / "other")
        assert it.build("--yes", paths=("d.story",)) == exits.DONE
        git(it.root / "other", "commit", "-qam", "d")
        git(it.root / "other", "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
        assert it.charges() == 6
        assert it.build(paths=("b.story", "c.story", "d.story")) == exits.DONE, it.err
        assert it.charges() == 6
        lock = json.loads((it.root / "other/storyc.lock").read_text())
        assert [name for name in lock if name != "schema"] == sorted(name for name in lock if name != "schema")
        assert len(lock) == 7


def test_two_branches_that_buy_at_the_same_place_conflict_and_it_is_named(tmp_path: Path) -> None:
    def bought(*stories: str) -> None:
        lockfile.write(tmp_path, lockfile.lock_of(map(entry, stories)))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "bought")

    git(tmp_path, "init", "-q", "-b", "main")
    bought("a.story", "z.story")
    git(tmp_path, "checkout", "-qb", "other")
    bought("a.story", "c.story", "z.story")
    git(tmp_path, "checkout", "-q", "main")
    bought("a.story", "b.story", "z.story")
    with pytest.raises(subprocess.CalledProcessError):
        git(tmp_path, "merge", "-q", "--no-edit", "other")
    with pytest.raises(lockfile.LockTrouble, match="keep the blocks of both sides"):
        lockfile.read(tmp_path)


def entry(story: str) -> lockfile.Entry:
    sha256 = hashlib.sha256(story.encode()).hexdigest()
    return lockfile.Entry(
        story, 1, "One", "", 1, "m@h", "h", sha256, 7, f"job-of-{story}", "done", "", 0, None, 0.625, "f" * 64
    )


# ---- saved plans -----------------------------------------------------------------------------------------------------


def saved(it: Project, *more: str) -> None:
    assert it.call("plan", "a.story", "-o", "plan.json", *more) == exits.DONE
    assert "0.625" in it.out or "1.25" in it.out


def run_plan(it: Project, *more: str) -> int:
    return it.call("build", "--plan", "plan.json", "--provider", "segmind", "--draft", *more)


def test_a_saved_plan_is_consent_to_exactly_that(make: Make) -> None:
    with make() as it:
        saved(it, "--only", "2")
        assert run_plan(it) == exits.DONE, it.err
        assert it.charges() == 1
        assert it.built()[0].startswith("a")
        # Again it is done already, and costs nothing.
        assert run_plan(it) == exits.DONE
        assert it.charges() == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.story", TWO.replace("wind", "storm")),
        ("a.story", TWO.replace("# The lamp", "# The lantern")),
        ("a.story", THREE),
        ("a.story", "---\nsize: 1920*1080\n---\n" + TWO),
        ("storyc.toml", 'template = "other"\n'),
        ("templates/prompts/wan.j2", "{{ overview }}\n"),
        ("part.yaml", "vars:\n  what: snow\n"),
    ],
)
def test_a_plan_is_refused_when_bytes_or_price_have_changed(make: Make, path: str, text: str) -> None:
    with make() as it:
        (it.root / "templates/prompts").mkdir(parents=True)
        shipped = Path(__file__).parents[2] / "templates/prompts/wan.j2"
        (it.root / "templates/prompts/other.j2").write_text("!" + shipped.read_text())
        (it.root / "part.yaml").write_text("vars:\n  what: rain\n")
        if path == "part.yaml":
            (it.root / "a.story").write_text("---\ninclude: part.yaml\n---\n" + TWO.replace("rain", "{{ what }}"))
        saved(it)
        (it.root / path).write_text(text)
        code = run_plan(it)
        assert code == exits.OUT_OF_DATE, (code, it.err)
        assert "plan it again" in it.err
        assert it.submits() == 0


def test_a_plan_is_refused_when_the_lock_lacks_what_it_knew_as_paid(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        elsewhere(it)
        saved(it)
        (it.root / "storyc.lock").unlink()
        assert run_plan(it) == exits.OUT_OF_DATE
        assert "clip 1 is new, planned was elsewhere" in it.err
        assert it.charges() == 1


def test_a_plan_of_which_a_colleagues_lock_has_paid_a_part_buys_the_rest(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        elsewhere(it)
        lock = it.root / "storyc.lock"
        arriving = lock.read_text()
        lock.unlink()
        saved(it)
        lock.write_text(arriving)
        assert run_plan(it) == exits.DONE, it.err
        assert (it.charges(), it.states()) == (2, ["published", "published"])


def test_a_plan_holds_after_what_changes_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    with project(tmp_path / "here", monkeypatch, capsys) as it:
        saved(it)
        (it.root / "a.story").write_text(
            "// a word to the reader\n" + TWO.replace("# The lamp", "// and one\n# The lamp")
        )
        os.utime(it.root / "a.story", (0, 0))
        (tmp_path / "here").rename(tmp_path / "there")
        monkeypatch.chdir(tmp_path / "there")
        it.root = tmp_path / "there"
        assert run_plan(it) == exits.DONE, it.err
        assert it.charges() == 2


def test_a_plan_says_what_is_meant_and_needs_a_provider(make: Make) -> None:
    with make() as it:
        saved(it)
        assert it.call("build", "--plan", "plan.json") == exits.USAGE
        assert it.call("build", "a.story", "--plan", "plan.json", "--provider", "segmind") == exits.USAGE
        assert it.call("build") == exits.USAGE
        (it.root / "plan.json").write_text("{}")
        assert run_plan(it) == exits.USAGE
        (it.root / "plan.json").write_text("[" * 10_000)
        assert run_plan(it) == exits.USAGE
        assert it.submits() == 0


def test_a_dry_run_is_the_plan_byte_for_byte(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story") == exits.DONE
        plan = it.out
        assert it.build("--dry-run") == exits.DONE
        assert (it.out, it.submits(), it.built()) == (plan, 0, [])
        assert not (it.root / ".storyc").exists()


# ---- CI --------------------------------------------------------------------------------------------------------------


def test_a_runner_that_forgets_must_not_buy(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        monkeypatch.setenv("CI", "true")
        assert it.build("--yes") == exits.USAGE
        assert "--new-store" in it.err
        assert it.submits() == 0
        assert it.build("--yes", "--new-store") == exits.DONE
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.build("--yes") == exits.DONE
        assert it.charges() == 3


def test_a_plan_may_be_done_in_shards(make: Make) -> None:
    with make(story=THREE) as it:
        saved(it)
        assert run_plan(it, "--shard", "1/2") == exits.DONE, it.err
        assert it.charges() == 2
        assert run_plan(it, "--shard", "2/2") == exits.DONE, it.err
        assert it.charges() == 3
        assert run_plan(it) == exits.DONE
        assert it.charges() == 3


# ---- what comes by a pull request ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ('"price_usd": 0.625', '"price_usd": NaN', "float"),
        ('"price_usd": 0.625', '"price_usd": 1e999', "1000000"),
        ('"price_usd": 0.625', '"price_usd": -1', ">= 0"),
        ('"profile": "', '"profile": "\\ud800', "U+D800"),
        ('"request_id": "', '"request_id": "\\u001b]0;title\\u0007', "U+001B"),
        ('"request_id": "', '"request_id": "../', "request_id"),
        ('"a.story 001 ', '"a.story 001\\u001b[2J ', "U+001B"),
    ],
)
def test_a_hostile_lock_is_named_and_nothing_is_done(make: Make, before: str, after: str, word: str) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        lock = it.root / lockfile.FILE
        assert before in lock.read_text()
        lock.write_text(lock.read_text().replace(before, after))
        calls = it.calls()
        assert it.build("--yes") == exits.OUT_OF_DATE
        assert word in it.err
        assert "\x1b" not in it.err
        assert it.calls() == calls


def test_the_lock_file_is_not_written_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    monkeypatch.setattr(lockfile.os, "getpid", lambda: 1)
    (tmp_path / f".{lockfile.FILE}.1").symlink_to(victim)
    lockfile.write(tmp_path, lockfile.NO_LOCK)
    assert victim.read_text() == "precious"
    assert not (tmp_path / lockfile.FILE).is_symlink()


def test_a_plan_that_lacks_a_clips_number_is_named(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", "-o", "p.json") == exits.DONE
        found = json.loads((it.root / "p.json").read_text())
        del found["clips"][0]["clip"]["index"]
        (it.root / "p.json").write_text(json.dumps(found))
        assert it.call("build", "--plan", "p.json", "--provider", "segmind") == exits.USAGE
        assert "is no plan" in it.err


def test_a_model_of_the_project_that_costs_nothing_is_not_bought(make: Make) -> None:
    shipped = (Path(profiles.__file__).parent / "wan-2.6-t2v@segmind.yaml").read_text()
    with make() as it:
        own = it.root / "profiles" / "wan-2.6-t2v@segmind.yaml"
        own.parent.mkdir()
        own.write_text(shipped.replace("    720p: 0.125", "    720p: 0"))
        assert it.build() == exits.STORY_ERRORS
        assert "profiles/wan-2.6-t2v@segmind.yaml" in it.err
        assert it.submits() == 0


def test_a_plan_is_no_consent_to_what_has_come_to_nothing_since(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        assert it.call("plan", "a.story", "-o", "p.json") == exits.DONE
        (it.root / lockfile.FILE).unlink()
        shutil.rmtree(it.root / "build")
        shutil.rmtree(it.root / ".storyc" / "store")

        def settle(each: offer.ProjectBooks) -> None:
            for attempt in each.ledger.attempts():
                each.ledger.void(attempt.id, "settled by hand: lost", lost=True)
            each.read()

        monkeypatch.setattr(objections, "settle", settle)
        assert it.call("build", "--plan", "p.json", "--provider", "segmind", "--draft") == exits.OUT_OF_DATE
        assert it.submits() == 2


def test_a_store_that_cannot_be_read_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def path(store: FileStore, sha256: str) -> Path:
        raise StoreTrouble(f"the store `{store.folder}` cannot be read: the disk reports an error")

    with make() as it:
        assert it.build("--yes") == exits.DONE
        shutil.rmtree(it.root / "build")
        monkeypatch.setattr(FileStore, "path", path)
        assert it.build("--yes") == exits.USAGE
        assert "cannot be read: the disk reports an error" in it.err
