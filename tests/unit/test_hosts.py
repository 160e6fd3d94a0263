"""The hosts' data."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from storyboard import profiles
from storyboard.profiles import hosts
from storyboard.profiles.paths import get

ROW = "{status: 200, billed: unknown, means: x"
TEXT = (Path(hosts.__file__).parent / "segmind.yaml").read_text(encoding="utf-8")


def test_segmind() -> None:
    host = hosts.host("segmind")
    assert host.name == "segmind"
    assert host.kept.file == 7 * 24 * 3600
    assert {row.status for row in host.answers.rows.values() if row.billed == "no"} == {
        *(400, 401, 403, 404, 405, 406, 410, 422, 429, 500, 503)
    }
    assert [row.status for row in host.answers.rows.values() if row.billed == "yes"] == [200]


def test_a_host_is_no_model() -> None:
    assert profiles.model_names(None) == tuple(name for name in profiles.model_names(None) if "@" in name)
    with pytest.raises(hosts.HostError, match="there is no host `other`"):
        hosts.host("other")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("title: Segmind", "title: Segmind\ncolour: red", "colour"),
        ("  header: x-api-key", "  header: x-api-key\n  colour: red", "colour"),
        ("schema: storyc.host/2", "schema: storyc.host/3", "schema"),
        ("schema: storyc.host/2", "schema: storyc.host/1", "write `storyc.host/2`, add `reads`"),
        (
            "listing:\n  query:",
            "own: {asks: true, evidence: host, checked: 2026-11-27, source: x}\nlisten:\n  query:",
            "listen",
        ),
        ("  submit: 60", "  submit: soon", "submit"),
        ("  v1: /v1/{model}", "  v1: /v1/{model}\n  v1: /v1", "second time"),
        ("      cause: key\n", "", "says `no` of 401"),
        ("  submit: 60", "  submit: 60\n  slots: 0", "slots"),
        ("  evidence: host", "  evidence: docs", "`key.evidence` is `docs`, not one of host, upstream, third-party, "),
        ("  state:", "  stat:", "there is no `reads.stat`: did you mean `state`?; `reads.state` is missing"),
        ("      cause: key", "      cause: keys", "`answers.rows.no-key.cause` is `keys`, not one of request, key, "),
        ("  failed: FAILED", "  failed: COMPLETED", "`COMPLETED` is in `states.done` and in `states.failed`"),
        ("  one: /inference-request/request-history/{id}", "  one: /x/{job}", "has `{job}`, which nothing fills"),
        ("  why: error+", "  why: error..x+", "`reads.why` has `error..x`, which is no place"),
        ("  billed: no\n  evidence: host", "  billed: no\n  evidence: unverified", "what nobody has said is not known"),
        (
            "  billed: no\n",
            "  billed: no\n  rows: {x: {billed: no, code: [a]}}\n",
            "a `code`, and `reads` has no `code`",
        ),
        ("  billed: no\n", "  billed: no\n  rows: {x: {billed: no}}\n", "has neither `code` nor `text`"),
        ("  rows:\n", f"  rows:\n    first: {ROW}, text: [no]}}\n", "`answers.rows.first` can never apply: a 200 has"),
        ("    no-key:\n", f"    all: {ROW.replace('200', '401')}}}\n    no-key:\n", "`all` before it takes all"),
        ("    no-key:\n", f"    all: {ROW.replace('200', '9')}, text: [No]}}\n    no-key:\n", "not in small letters"),
    ],
)
def test_a_mistake_in_the_data_is_an_error(old: str, new: str, why: str) -> None:
    assert old in TEXT
    with pytest.raises(msgspec.ValidationError, match=re.escape(why)):
        hosts.read(TEXT.replace(old, new, 1))


def test_all_that_is_wrong_is_said_at_once() -> None:
    spoilt = (
        TEXT.replace("  evidence: host", "  evidence: docs", 1).replace("usual:", "usally:").replace("  id:", "  i:")
    )
    with pytest.raises(msgspec.ValidationError) as error:
        hosts.read(spoilt)
    said = str(error.value)
    for part in (
        "`key.evidence` is `docs`",
        "`usual` is missing",
        "no `usally`: did you mean `usual`?",
        "no `reads.i`",
    ):
        assert part in said


def test_what_nobody_documents_may_be_left_out() -> None:
    judged = TEXT.partition("\nlimits:")[0] + TEXT[TEXT.index("\nabilities:") :]
    assert hosts.read(judged).limits.submit == 60
    assert (
        hosts.read(judged.replace("\nfailures:\n  billed: no", "\nfailures:\n  billed: unknown")).failures is not None
    )


def test_an_element_of_a_list_is_chosen_by_what_stands_in_it() -> None:
    outputs = {
        "outputs": [{"type": "frames", "url": "a"}, {"type": "video", "url": "b"}, {"type": "video", "url": "c"}]
    }
    assert get(outputs, "outputs[type=video].url") == "b"
    assert get(outputs, "outputs[type=sound].url") is None
    assert get({"outputs": "none"}, "outputs[type=video].url") is None
