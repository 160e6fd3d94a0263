"""What hides keys: in data the live ones and Segmind's form, in talk whatever looks like one."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from storyboard.system import secrets
from storyboard.system.secrets import FORMS, KEYS, conceal, hide, mask

SEGMIND = "SG_" + "0123456789abcdef"
EXAMPLES = {
    "a Segmind key": SEGMIND,
    "an API key": "sk-" + "a" * 20,
    "a bearer token": "BeaReR " + "a" * 20,
    "a Replicate token": "r8_" + "a" * 30,
    "a Hugging Face token": "hf_" + "a" * 30,
    "a Google API key": "AIza" + "a" * 35,
    "an AWS key": "ASIA" + "A" * 16,
    "a GitHub token": "ghu_" + "a" * 36,
    "a Slack token": "xoxb-" + "a" * 20,
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_live", ())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0])
def test_each_form_is_masked_in_talk(form: tuple[str, str, str]) -> None:
    example = EXAMPLES[form[0]]
    assert KEYS.fullmatch(example)
    masked = mask(f"a {example} b")
    assert masked == f"a {example[:3]}{'*' * (len(example) - 3)} b"


def test_each_of_the_github_and_aws_forms_has_its_mark() -> None:
    for start in ("gho_", "ghp_", "ghs_", "ghu_", "ghr_"):
        assert "*" in mask(start + "a" * 36)
    assert "*" in mask("github_pat_" + "a" * 40)
    assert "*" in mask("AKIA" + "A" * 16)


def test_data_loses_live_keys_and_segminds_form_only() -> None:
    other = EXAMPLES["an API key"]
    assert hide(f"{SEGMIND} {other} SG_short") == f"SG_{'*' * 16} {other} SG_short"
    conceal(other)
    assert other not in hide(f"x{other}x")


def test_a_live_key_is_hidden_however_it_is_spelt() -> None:
    key = 'a"b\\c/d+e&f g'
    conceal(key)
    for spelt in (key, json.dumps(key), quote(key), quote(key, safe=""), f"before{key}after"):
        assert "b" not in hide(spelt).replace("before", "")
        assert "+e" not in mask(spelt)
    assert len(hide(key)) == len(key)


def test_a_live_key_inside_another_leaves_nothing_of_it() -> None:
    conceal("abcdefgh")
    conceal("abcdefghijklmnop")
    assert hide("abcdefghijklmnop") == "*" * 16


def test_users_of_addresses_are_masked_in_talk() -> None:
    assert mask("at https://me:word@host/") == "at https://*******@host/"


@pytest.mark.parametrize("odd", ["SG_", "sk-", "://", "bearer ", "xox", "ghp_", "-----BEGIN "])
def test_a_long_odd_line_is_no_burden(odd: str) -> None:
    # What is quadratic here never ends.
    line = odd * 40_000 + "@"
    assert len(mask(line)) == len(line)


def test_what_opens_a_ledger_or_a_store_is_hidden_too() -> None:
    secrets.conceal_environment(
        {
            "PGPASSWORD": "one-of-a-server",
            "AWS_SECRET_ACCESS_KEY": "two+of/a=store",
            "STORYC_LEDGER": "postgresql://films:three-of-an-address@db.example/films",
            "STORYC_STORE": "s3://clips?password=four-of-a-query&region=x",
        }
    )
    for word in ("one-of-a-server", "two+of/a=store", "three-of-an-address", "four-of-a-query"):
        assert hide(f"it said {word}.") == f"it said {'*' * len(word)}."
    assert mask("postgresql://films:p@ss@db.example/films") == f"postgresql://{'*' * 10}@db.example/films"
    assert mask("s3://clips?password=short&region=x") == "s3://clips?password=*****&region=x"
