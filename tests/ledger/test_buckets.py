"""A store in a bucket: what many machines find in it, what is read from it, and what is said where it fails."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.store import Blob, Store, StoreTrouble, buckets, objects, open_store
from storyboard.system import secrets
from tests.bucket import SECRET, Bucket, serving
from tools.team.bucket import Kept

CLIP = bytes(range(256)) * 100
SHA = hashlib.sha256(CLIP).hexdigest()
PLACE = f"film/cas/{SHA}"
ADDRESS = "s3://clips/film"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Bucket]:
    monkeypatch.setattr(buckets, "_RETRIES", buckets._RETRIES | {"max_retries": 2})  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    with serving(monkeypatch) as bucket:
        yield bucket


@pytest.fixture
def elsewhere(bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    """The store as another machine has it, which has seen none of its files."""
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
        return open_store(ADDRESS, "other")


def kept(store: Store, data: bytes = CLIP) -> Blob:
    incoming = store.receive()
    incoming.write(data)
    return store.keep(incoming)


def test_another_machine_reads_what_one_has_kept(bucket: Bucket, elsewhere: Store) -> None:
    assert (elsewhere.has(SHA), elsewhere.path(SHA)) == (False, None)
    assert kept(open_store(ADDRESS, "one")) == Blob(SHA, len(CLIP))
    assert bucket.objects[PLACE] == CLIP
    assert elsewhere.has(SHA)
    path = elsewhere.path(SHA)
    assert path is not None
    assert path.read_bytes() == CLIP
    read = len(bucket.asked)
    assert elsewhere.path(SHA) == path
    assert len(bucket.asked) == read  # the copy serves


def test_a_large_file_goes_and_comes_in_parts(
    bucket: Bucket, elsewhere: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "_PART", 10_000)
    assert kept(open_store(ADDRESS, "one")).size == len(CLIP)
    assert bucket.objects[PLACE] == CLIP
    assert bucket.asked.count(("PUT", PLACE)) == 3
    bucket.cuts = 2
    path = elsewhere.path(SHA)
    assert path is not None
    assert path.read_bytes() == CLIP
    # A part that was cut is asked for again, and no other.
    assert bucket.asked.count(("GET", PLACE)) <= 5


def test_what_is_damaged_in_the_bucket_is_not_there_until_it_is_kept_again(bucket: Bucket, elsewhere: Store) -> None:
    store = open_store(ADDRESS, "one")
    kept(store)
    bucket.objects[PLACE] = CLIP[:-1] + b"?"
    assert elsewhere.path(SHA) is None
    kept(store)
    assert elsewhere.path(SHA) is not None


def test_what_the_bucket_has_lost_is_not_there_for_a_copy_of_it(bucket: Bucket) -> None:
    kept(open_store(ADDRESS, "one"))
    bucket.objects.clear()
    again = open_store(ADDRESS, "one")
    assert not again.has(SHA)
    assert again.path(SHA) is None


def test_many_files_are_listed_and_not_asked_for_one_by_one(bucket: Bucket) -> None:
    names = [hashlib.sha256(bytes([number])).hexdigest() for number in range(200)]
    store = open_store(ADDRESS, "one")
    assert not store.has(SHA)
    bucket.objects.update({f"film/cas/{name}": b"x" for name in names})
    assert all(map(store.has, names))
    assert len(bucket.asked) < 50


def test_before_anything_is_paid_for_the_bucket_has_taken_something(bucket: Bucket) -> None:
    store = open_store(ADDRESS, "one")
    store.ready(1)
    store.ready(1)
    assert bucket.asked == [("PUT", "film/ready")]
    bucket.fault = lambda method, path: (403, "AccessDenied") if method == "PUT" else None
    with pytest.raises(StoreTrouble, match=r"its key does not allow that; the clip lies in `(.*)`") as trouble:
        kept(store)
    copy = str(trouble.value).split("`")[-2]
    assert Path(copy).read_bytes() == CLIP
    with pytest.raises(StoreTrouble, match="its key does not allow that"):
        store.ready(1)


def test_half_a_file_is_not_taken_for_kept(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(ADDRESS, "one")

    def halved(method: str, path: str) -> None:
        for name in bucket.objects if method == "HEAD" else ():
            bucket.objects[name] = CLIP[:100]

    bucket.fault = halved
    with pytest.raises(StoreTrouble, match=f"has kept 100 bytes of {len(CLIP)}"):
        kept(store)


SAID = {
    (404, "NoSuchBucket"): "there is no such bucket",
    (403, "InvalidAccessKeyId"): "its key is wrong",
    (403, "SignatureDoesNotMatch"): "its key is wrong",
    (403, "AccessDenied"): "its key does not allow that",
    (400, "ExpiredToken"): "its token has run out",
    (403, "RequestTimeTooSkewed"): "the clock of this machine is wrong",
    (301, "PermanentRedirect"): "its bucket lies in another region, or elsewhere: set AWS_REGION, or AWS_ENDPOINT_URL",
    (503, "SlowDown"): "its server is overloaded",
    (500, "InternalError"): "its server fails: its log says why",
}


def test_what_a_server_refuses_is_said_in_words(bucket: Bucket) -> None:
    store, wrong = open_store(ADDRESS, "one"), dict[tuple[int, str], str]()
    for fault, words in SAID.items():
        bucket.fault = lambda method, path, fault=fault: fault
        for use, what in ((lambda: store.ready(1), "written"), (lambda: store.has(SHA), "read")):
            with pytest.raises(StoreTrouble) as trouble:
                use()
            if str(trouble.value) != f"the store `{ADDRESS}` cannot be {what}: {words}":
                wrong[fault] = str(trouble.value)
    assert not wrong


def test_a_server_that_is_away(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(StoreTrouble, match=r"its server cannot be reached, or the connection was cut$"):
        open_store(ADDRESS, "one").ready(1)


@pytest.mark.parametrize(
    "place", ["KEY:SECRET@clips/film", "clips?aws_secret_access_key=SECRET", "/film", "clips:80/f"]
)
def test_an_address_names_a_bucket_and_a_folder_alone(bucket: Bucket, place: str) -> None:
    with pytest.raises(StoreTrouble, match="is no address as `s3://BUCKET/FOLDER`") as trouble:
        open_store(f"s3://{place}", "one")
    assert "SECRET" not in str(trouble.value)


def test_without_a_key_no_machine_is_asked_for_one(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(StoreTrouble, match=r"has no key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        open_store(ADDRESS, "one")


def test_off_this_machine_clips_go_encrypted(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://clips.example")
    with pytest.raises(StoreTrouble, match="AWS_ENDPOINT_URL names no `https:` address"):
        open_store(ADDRESS, "one")


def test_no_message_holds_the_secret(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_live", ())
    secrets.conceal_environment(os.environ)
    bucket.fault = lambda method, path: (418, f"Echo-{SECRET}")
    with pytest.raises(StoreTrouble) as trouble:
        open_store(ADDRESS, "one").ready(1)
    assert SECRET not in str(trouble.value)


def test_a_trial_that_ends_early_is_none() -> None:
    whole = {"clips": 200, "planned": 6, "kept": 200, "kills": 6, "missing": 0, "wrong": 0}
    assert Kept(**whole).good
    for short in ({"kept": 80}, {"kills": 2}, {"missing": 1}, {"wrong": 1}):
        assert not Kept(**{**whole, **short}).good
