"""What a host delivers is measured before it is recorded, and each state has a way out that its message names."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storyboard.emulate.media import Clips, Footage
from storyboard.ledger import open_ledger
from storyboard.ledger.records import HostPlace
from storyboard.production.files.manifest import Manifest, write_part
from storyboard.store import open_store
from tests.cli.paying import Project, project
from tests.providers.protocols.jobs.parts import said, speaking

Make = Callable[..., AbstractContextManager[Project]]
ONE = "# The match\nA lamp is lit.\nShot 1 [0-2s] A hand strikes a match.\nShot 2 [2-5s] A face in its light.\n"
CLIP = "build/a/01-the-match.mp4"
OFF = {
    "short": ("length", "5 s", "1 s"),
    "size": ("size", "1280x720", "320x240"),
    "size=720x1280": ("size", "1280x720", "720x1280"),
    "silent": ("sound", "always", "none"),
}


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    @contextmanager
    def made(*faults: str, **more: Any) -> Generator[Project]:
        with project(tmp_path, monkeypatch, capsys, *faults, **{"story": ONE, "protocol": "v2", **more}) as it:
            monkeypatch.chdir(tmp_path)
            yield it

    return made


def clip(folder: Path, size: str = "1280x720") -> Path:
    """A clip as it was ordered, unless its size is another, brought by hand."""
    clips = Clips()
    place = folder / "brought.mp4"
    place.write_bytes(clips.clip(Footage(size, 5000, 30), "by hand"))
    clips.close()
    return place


def way(it: Project, flag: str) -> int:
    """The exit code of the command that the last message names with this flag."""
    assert flag in it.err
    named = re.search(r"`storyc (ledger resolve [0-9a-z]+) ", it.err)
    assert named is not None, it.err
    words = [*shlex.split(named[1]), flag]
    return it.call(*words, *([str(clip(it.root))] if flag == "--file" else []))


def settled(it: Project, price: float = 0.625) -> None:
    """The same build is done, once and for all."""
    assert it.build("--yes", "--report", "report.json") == 0, it.err
    assert it.build("--report", "report.json") == 0, it.err
    row = it.report()["clips"][0]
    assert (row["state"], row["path"], row["off_spec"]) == ("cached", CLIP, [])
    assert it.states()[-1] == "published"
    assert sum(attempt.spent for attempt in it.attempts()) == round(price * 1_000_000)
    assert it.call("ledger", "audit") == 0, it.out


# ---- what is not as it was ordered -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", OFF)
def test_what_is_off_the_order_is_said_until_somebody_agrees(make: Make, fault: str) -> None:
    what, ordered, arrived = OFF[fault]
    with make(fault) as it:
        assert it.build("--yes", "--report", "report.json") == 3
        line = f"): it is not as it was ordered, {what} {arrived} for {ordered}; "
        assert f"error: {CLIP} (5 s, 0.625 USD" in it.err
        assert line in it.err
        assert "ok:" not in it.err
        assert "1 not as ordered" in it.err
        row = it.report()["clips"][0]
        off = [{"what": what, "ordered": ordered, "arrived": arrived}]
        assert (row["state"], row["off_spec"], row["path"]) == ("done", off, CLIP)
        assert it.call("ledger", "show", it.attempts()[0].id) == 0
        assert f"{what} {arrived} for {ordered}" in it.out
        assert f"{it.attempts()[0].id} --accept" in it.out
        assert it.build("--quiet", "--report", "report.json") == 3
        assert line in it.err
        assert (it.report()["clips"][0]["state"], it.report()["clips"][0]["off_spec"]) == ("cached", off)
        assert way(it, "--accept") == 0
        settled(it)
        assert it.submits() == 1


def test_v1_is_measured_as_well(make: Make) -> None:
    with make("size", protocol="v1") as it:
        assert it.build("--yes") == 3
        assert "size 320x240 for 1280x720" in it.err
        assert way(it, "--accept") == 0
        settled(it)


def test_silence_throughout_is_a_notice(make: Make) -> None:
    with make("silent=track") as it:
        assert it.build("--yes") == 0
        assert "made   build/a/01-the-match.mp4" in it.err
        assert "its sound is silent from end to end" in it.err


@pytest.mark.parametrize("flag", ["--file", "--lost", "--refetch"])
def test_the_other_ways_out_of_what_is_off_the_order(make: Make, flag: str) -> None:
    with make(script=_script("short", "none")) as it:
        assert it.build("--yes") == 3
        assert way(it, flag) == 0
        if flag == "--refetch":
            # The host has the same clip still, which is said, and agreed to.
            assert "has the same clip" in it.err
            assert it.build() == 3
            assert way(it, "--accept") == 0
        settled(it, 1.25 if flag == "--lost" else 0.625)
        assert it.submits() == (2 if flag == "--lost" else 1)


def _script(*words: str) -> Any:
    from storyboard.emulate.faults import script

    return script("".join(f"- {word}\n" for word in words))


def test_what_could_not_be_measured_is_said_and_measured_by_the_next_build_that_can(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("size") as it:
        with monkeypatch.context() as without:
            without.setitem(sys.modules, "storyboard.film.examine", None)
            assert it.build("--yes", "--report", "report.json") == 0
            assert "was not measured, which needs the extra `video`" in it.err
            assert it.report()["clips"][0]["off_spec"] is None
        assert it.build() == 3
        assert "size 320x240 for 1280x720" in it.err
        assert way(it, "--accept") == 0
        settled(it)


# ---- what does not play ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", ["--file", "--lost", "--refetch"])
def test_what_does_not_play_is_fetched_three_times_and_can_be_settled(make: Make, flag: str) -> None:
    with make(script=_script("junk=3" if flag == "--refetch" else "junk", "none")) as it:
        assert it.build("--yes", "--report", "report.json") == 3
        assert "the host has finished `" in it.err
        assert "its clip cannot be used: it holds no moving picture" in it.err
        assert [request["path"][:7] for request in it.host.book()["requests"]].count("/files/") == 3
        assert it.states() == ["accepted"]
        assert it.built() == ["a.animatic.mp4", "a/01-the-match.animatic.mp4"]
        if flag == "--refetch":
            it.err += "--refetch"
        assert way(it, flag) == 0, it.err
        settled(it, 1.25 if flag == "--lost" else 0.625)
        assert it.submits() == (2 if flag == "--lost" else 1)


def test_the_lock_file_learns_of_a_clip_that_was_brought_by_hand(make: Make) -> None:
    with make("size") as it:
        assert it.build("--yes") == 3
        before = (it.root / "storyc.lock").read_text()
        assert way(it, "--file") == 0
        assert it.build() == 0
        digest = it.attempts()[0].sha256
        assert digest is not None
        assert digest not in before
        assert digest in (it.root / "storyc.lock").read_text()


def test_a_clip_that_is_mended_at_the_host_is_fetched_by_the_next_build(make: Make) -> None:
    with make("junk=4") as it:
        assert it.build("--yes") == 3
        settled(it)
        assert it.submits() == 1


def test_a_clip_that_came_spoilt_before_it_could_be_measured(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == 0
        junk = b"".join((8 + 900).to_bytes(4, "big") + name + bytes(900) for name in (b"ftyp", b"moov", b"mdat"))
        attempt = it.attempts()[0]
        ledger = open_ledger(it.root / ".storyc", place=HostPlace(attempt.place, attempt.rehearsal))
        store = open_store(it.root / ".storyc" / "store", ledger.owner)
        coming = store.receive()
        coming.write(junk)
        blob = store.keep(coming)
        # As an older storyc has recorded it.
        ledger.reopened(attempt.id, "")
        ledger.stored(attempt.id, blob.sha256, blob.size)
        ledger.recorded(attempt.id, attempt.spent, None)
        ledger.close()
        place, record = it.root / CLIP, (it.root / CLIP).with_suffix(".json")
        text = record.read_text().replace(str(attempt.sha256), blob.sha256)
        files = Manifest(it.root)
        files.replace([(write_part(place, junk), place), (write_part(record, text.encode()), record)])
        files.save()
        assert it.build() == 3
        assert "its clip cannot be used" in it.err
        assert it.out == "build/a.animatic.mp4\n"  # no film is joined of it, nor by a free build
        assert it.call("build", "a.story", "--draft") == 0
        assert "build/a/01-the-match.animatic.mp4" in (it.root / "build/a.animatic.json").read_text()
        assert it.build() == 0, it.err
        settled(it)
        assert it.submits() == 1


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\0\0\0\x10ftypisom0000"])
def test_a_file_that_does_not_play_is_not_taken(make: Make, content: bytes) -> None:
    with make("junk") as it:
        assert it.build("--yes") == 3
        (it.root / "bad.mp4").write_bytes(content)
        id = it.attempts()[0].id
        assert it.call("ledger", "resolve", id, "--file", "bad.mp4") == 2
        assert "`bad.mp4` is no MP4 file" in it.err
        assert it.call("ledger", "resolve", id, "--file", "none.mp4") == 2
        assert "cannot be read" in it.err
        off = clip(it.root, "320x240")
        assert it.call("ledger", "resolve", id, "--file", str(off)) == 0
        assert "it is not as it was ordered, size 320x240 for 1280x720" in it.err
        assert way(it, "--accept") == 0
        settled(it)


# ---- what the host does not give -------------------------------------------------------------------------------------


def test_a_clip_that_the_host_has_deleted_can_be_given_up(make: Make) -> None:
    with make(keep_file=0.0) as it:
        assert it.build("--yes") == 3
        assert "the host answers 404, it keeps the clip no longer" in it.err
        assert way(it, "--file") == 0
        settled(it)


def test_the_circle_of_a_deleted_clip_is_broken(make: Make) -> None:
    with make(keep_file=0.0) as it:
        assert it.build("--yes") == 3
        assert way(it, "--lost") == 0, it.err
        assert "counts 0.625 USD as spent for nothing" in it.err
        assert it.states() == ["void"]


def test_what_the_host_still_gives_is_not_given_up(make: Make) -> None:
    with make("junk=3") as it:
        assert it.build("--yes") == 3
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--lost") == 2
        assert "the host still has request" in it.err


def test_a_clip_without_a_type_or_at_another_address_is_fetched(make: Make) -> None:
    with make("no-content-type", "file-redirect") as it:
        assert it.build("--yes") == 0, it.err
        files = [request for request in it.host.book()["requests"] if request["path"].startswith("/files/")]
        assert [request["status"] for request in files] == [302, 200]
        assert not any(request["with_key"] for request in files)


def test_a_redirect_into_an_inner_network_is_refused(make: Make) -> None:
    with speaking(said(200, b"a secret")) as inner:
        port = inner.url.rpartition(":")[2]
        with make(f"file-redirect=http://10.0.0.1:{port}/a.mp4") as it:
            assert it.build("--yes") == 3
            assert "its clip cannot be used: the clip's address is `http` and not https" in it.err
            files = [request for request in it.host.book()["requests"] if request["path"].startswith("/files/")]
            assert len(files) == 3
            assert way(it, "--file") == 0
            settled(it)
        assert inner.heard == []


def test_a_failed_job_that_was_charged_is_spent_and_not_bought_again(make: Make) -> None:
    with make(script=_script("failed-with-cost", "none")) as it:
        assert it.build("--yes") == 3
        assert "the host charged 0.625 USD for it; it is not bought again by itself" in it.err
        assert "--file CLIP` brings it by hand" in it.err
        assert "--lost` gives it up, so that it can be bought anew\n" in it.err
        assert it.build("--yes") == 3
        assert "the host makes" not in it.err
        assert (it.submits(), it.states()) == (1, ["accepted"])
        assert it.call("ledger", "list") == 0
        assert "failed and charged: The gener" in it.out
        assert it.build("--yes") == 3
        assert way(it, "--lost") == 0
        settled(it, 1.25)
        assert it.submits() == 2


def test_a_charged_failure_that_the_lock_file_alone_knows_adds_no_attempt(make: Make) -> None:
    with make("failed-with-cost") as it:
        assert it.build("--yes") == 3
        shutil.rmtree(it.root / ".storyc")
        for _ in range(2):
            assert it.build("--yes") == 6
            assert "the host calls its job failed" in it.err
        assert (it.submits(), it.states()) == (1, [])


def test_another_cost_is_counted_as_it_was(make: Make) -> None:
    with make("cost=0.5") as it:
        assert it.build("--yes") == 0
        assert [attempt.spent for attempt in it.attempts()] == [500_000]


def test_a_job_that_is_never_finished_can_be_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "2")
    with make(seconds=600.0) as it:
        assert it.build("--yes") == 8
        assert way(it, "--lost") == 0, it.err
        assert it.states() == ["void"]
        assert [attempt.spent for attempt in it.attempts()] == [625_000]


@pytest.mark.parametrize("flag", ["--accept", "--lost"])
def test_what_is_as_it_was_ordered_needs_nothing(make: Make, flag: str) -> None:
    with make() as it:
        assert it.build("--yes") == 0
        assert it.call("ledger", "resolve", it.attempts()[0].id, flag) == 2
        assert it.states() == ["published"]
