"""Clips in a bucket by the commands: what one machine has paid for, another has for nothing, and what bars a build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits
from tests.bucket import KEY, SECRET, Bucket, serving
from tests.cli.paying import Project, project


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    monkeypatch.setenv("STORYC_STORE", "s3://clips/film")
    monkeypatch.setenv("STORYC_LEDGER", str(tmp_path / "books"))
    with serving(monkeypatch) as bucket:
        yield bucket


@pytest.fixture
def it(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:
    (tmp_path / "film").mkdir()
    with project(tmp_path / "film", monkeypatch, capsys, protocol="v2") as made:
        yield made
        written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert not [word for word in (KEY, SECRET) if word in made.out + made.err or word.encode() in written]


def test_another_machine_has_the_clips_for_nothing(
    it: Project, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert it.build("--yes") == exits.DONE, it.err
    assert len([name for name in bucket.objects if name.startswith("film/cas/")]) == 2
    assert it.call("ledger", "audit") == exits.DONE, it.err
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    shutil.rmtree(it.root / "build")
    assert it.build() == exits.DONE, it.err
    assert len([*(it.root / "build").rglob("*.mp4")]) >= 2
    assert (it.charges(), it.submits()) == (2, 2)


def test_what_the_bucket_has_lost_comes_from_the_host_again(it: Project, bucket: Bucket) -> None:
    assert it.build("--yes") == exits.DONE, it.err
    shutil.rmtree(it.root / "build")
    kept = {name: data for name, data in bucket.objects.items() if "/cas/" in name}
    bucket.objects.clear()
    assert it.call("ledger", "audit") == exits.STORY_ERRORS
    assert "but the store has no clip" in it.out + it.err
    assert it.build() == exits.DONE, it.err
    assert {name: data for name, data in bucket.objects.items() if "/cas/" in name} == kept
    assert it.charges() == 2


def test_nothing_is_bought_into_a_bucket_that_takes_nothing(it: Project, bucket: Bucket) -> None:
    bucket.fault = lambda method, path: (404, "NoSuchBucket")
    assert it.build("--yes") == exits.GENERATION_FAILED
    assert "the store `s3://clips/film` cannot be written: there is no such bucket" in it.err
    bucket.fault = lambda method, path: (403, "AccessDenied") if method == "PUT" else None
    assert it.build("--yes") == exits.GENERATION_FAILED
    assert "the store `s3://clips/film` cannot be written: its key does not allow that" in it.err
    assert it.submits() == 0


def test_doctor_tries_a_bucket_where_it_may_use_the_network(it: Project, bucket: Bucket) -> None:
    assert it.call("doctor", "--provider", "segmind") == exits.DONE, it.out
    assert "`s3://clips/film`, which `--online` writes an object to" in it.out
    assert bucket.asked == []
    it.call("doctor", "--provider", "segmind", "--online")
    assert "`s3://clips/film`, takes clips" in it.out
    bucket.fault = lambda method, path: (403, "AccessDenied")
    assert it.call("doctor", "--provider", "segmind", "--online") == exits.USAGE
    assert "the store `s3://clips/film` cannot be written: its key does not allow that" in it.out


def test_a_bucket_keeps_no_ledger_and_no_file_nor_flag_names_a_key(
    it: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert it.build("--yes", "--store", f"s3://{KEY}:{SECRET}@clips/film") == exits.USAGE
    assert "has a password, which everybody sees who lists what runs" in it.err
    monkeypatch.delenv("STORYC_LEDGER")
    assert it.build("--yes") == exits.USAGE
    assert (
        "no ledger is kept at `s3:`: set STORYC_LEDGER to a path or to an address of `file:`, `postgresql:`" in it.err
    )
    monkeypatch.delenv("STORYC_STORE")
    (it.root / "storyc.toml").write_text('store = "s3://clips/film"\n')
    assert it.build("--yes") == exits.USAGE
    assert "is an address, and a project names folders of its own alone" in it.err
    assert it.submits() == 0
