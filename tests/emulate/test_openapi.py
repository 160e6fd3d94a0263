"""The emulator's API as a document: that it says what the routes and checks do. `make fuzz` holds the two together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
from jsonschema import Draft202012Validator

from storyboard.cli import run
from storyboard.emulate import models_here
from storyboard.emulate.addresses import table
from storyboard.emulate.openapi import body, document
from storyboard.profiles import DEFAULT, load
from storyboard.profiles.hosts import host
from tests.emulate.hosting import BODY, MODEL, hosting

API = host(DEFAULT.rpartition("@")[2])
PROFILE = load("wan-2.6-t2v@segmind", None)


def test_each_route_is_in_it_with_its_verb_and_nothing_else_is() -> None:
    paths = document(API, models_here(API, None))["paths"]
    given = {(re.sub(r"\{[a-z]+\}", "x", path), verb.upper()) for path, ways in paths.items() for verb in ways}
    routes, met = table(API), set()
    for path, verb in given:
        # The first that fits counts, as it does when a call comes.
        found = next(((wanted, name) for route, wanted, name in routes if route.fullmatch(path)), None)
        assert found is not None, path
        assert found[0] == verb
        met.add(found[1])
    assert met == {name for _, _, name in routes}


def test_names_are_used_once_and_references_lead_somewhere() -> None:
    made = document(API, models_here(API, None))
    names = [way["operationId"] for ways in made["paths"].values() for way in ways.values()]
    assert len(set(names)) == len(names)
    text = json.dumps(made)
    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        Draft202012Validator.check_schema(made["components"]["schemas"][name])
    assert set(re.findall(r'"operationId": "(status|result|poll|one)", "parameters": \{"id"', text)) <= set(names)


def test_what_is_needed_is_a_key_but_for_files_and_own_pages() -> None:
    made = document(API, models_here(API, None))
    assert made["security"] == [{"key": []}]
    open_ = {path for path, ways in made["paths"].items() for way in ways.values() if way.get("security") == []}
    assert open_ == {"/files/{name}", "/emulator/book", "/openapi.json"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"duration": None, "size": None, "seed": None, "audio": None}, 200),
        ({"duration": 5.0, "seed": -1}, 200),
        ({"audio": "http://a/b.wav"}, 200),
        ({"more": 1}, 200),
        ({"prompt": " \n"}, 406),
        ({"prompt": None}, 400),
        ({"duration": 6}, 406),
        ({"duration": "5"}, 400),
        ({"duration": 5.5}, 400),
        ({"duration": True}, 400),
        ({"size": "1*1"}, 406),
        ({"seed": -2}, 406),
        ({"seed": PROFILE.seed.max + 1}, 406),
        ({"multi_shots": "yes"}, 400),
        ({"audio": "sound.wav"}, 406),
    ],
)
def test_a_body_is_good_for_both_or_for_neither(change: dict[str, object], status: int) -> None:
    sent = BODY | change
    assert Draft202012Validator(body(PROFILE)).is_valid(sent) == (status == 200)
    with hosting() as client:
        assert client.call("POST", f"/v2/{MODEL}", json=sent).status_code == status


def test_it_is_served_and_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["emulate", "--openapi"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["openapi"] == "3.1.0"
    with hosting() as client:
        served = requests.get(client.url + "/openapi.json", timeout=20)
        assert served.headers["content-type"] == "application/json"
        assert served.json() == printed | {"servers": [{"url": client.url}]}
