"""The hosts' data."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from storyboard import profiles
from storyboard.profiles import hosts

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
        ("  submit: 60\n", "", "submit"),
        ("  submit: 60", "  submit: soon", "submit"),
        ("  v1: /v1/{model}", "  v1: /v1/{model}\n  v1: /v1", "second time"),
        ("      cause: key\n", "", "says `no` of 401"),
        ("  submit: 60", "  submit: 60\n  slots: 0", "slots"),
    ],
)
def test_a_mistake_in_the_data_is_an_error(old: str, new: str, why: str) -> None:
    assert old in TEXT
    with pytest.raises(msgspec.ValidationError, match=re.escape(why)):
        hosts.read(TEXT.replace(old, new, 1))
