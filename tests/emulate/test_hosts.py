"""The emulator as another host, by that host's data: its addresses, its header, its models."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import requests

from storyboard.emulate import EmulatorSettings, NotUsable, Server, emulator, models_here, start
from storyboard.emulate.addresses import table
from storyboard.emulate.examples import examples, request_schema
from storyboard.emulate.openapi import document
from storyboard.profiles.hosts import HostError, host
from storyboard.source import MemoryFiles
from storyboard.system import hostfiles
from tests.helpers import ROOT

LAID = ROOT / "tests" / "extending"
TOON = (LAID / "toon@segmind.yaml").read_text("utf-8")
OURS = TOON.replace("api.segmind.com/v1", "toy.example/make").replace("segmind", "toy")
FILES = MemoryFiles({"profiles/toon@toy.yaml": OURS})
TOKEN = {"Authorization": "Token made-up"}
BODY = {"prompt": "A lamp is lit.", "size": "640*360", "duration": 4, "seed": 7}


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the environment names for hosts, with the toy's file."""
    shutil.copy(LAID / "toy.yaml", tmp_path)
    monkeypatch.setenv(hostfiles.VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def toy(hosts: Path) -> Iterator[Server]:
    server = start(emulator(EmulatorSettings(host="toy", seconds=0.0), FILES, lambda line: None))
    try:
        yield server
    finally:
        server.close()


def test_a_job_is_asked_for_where_the_answer_says(toy: Server) -> None:
    accepted = requests.post(f"{toy.url}/make/toon", json=BODY, headers=TOKEN, timeout=20).json()
    assert accepted["status_url"] == f"{toy.url}/jobs/{accepted['request_id']}/how"
    assert "poll_url" not in accepted
    job = requests.get(accepted["response_url"], headers=TOKEN, timeout=20).json()
    assert job["status"] == "COMPLETED"
    assert requests.get(f"{toy.url}/purse", headers=TOKEN, timeout=20).json()["credits"] < 100


@pytest.mark.parametrize(
    "headers", [{}, {"x-api-key": "made-up"}, {"Authorization": "Bearer made-up"}, {"Authorization": "Token "}]
)
def test_a_key_in_another_header_or_form_is_none(toy: Server, headers: dict[str, str]) -> None:
    assert requests.get(f"{toy.url}/purse", headers=headers, timeout=20).status_code == 401


@pytest.mark.parametrize("path", ["/v1/toon", "/v2/toon", "/upload-asset", "/make/wan-2.6-t2v"])
def test_addresses_and_models_of_other_hosts_are_not_there(toy: Server, path: str) -> None:
    assert requests.post(toy.url + path, json=BODY, headers=TOKEN, timeout=20).status_code == 404


def test_its_document_has_its_addresses_alone(hosts: Path) -> None:
    api = host("toy")
    paths = document(api, models_here(api, FILES))["paths"]
    assert set(paths) > {"/make/toon", "/jobs/{id}", "/jobs/{id}/how", "/past", "/past/{id}", "/purse"}
    assert all(
        any(route.path.fullmatch(path.replace("{", "").replace("}", "")) for route in table(api)) for path in paths
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("protocol: jobs", "protocol: smoke", "`toy` speaks `smoke`, and only `jobs` is spoken here"),
        (
            "done: COMPLETED",
            "done: DONE",
            "nobody has written down what `toy` answers: write it into `toy.json` beside",
        ),
    ],
)
def test_what_is_not_spoken_here_is_said(hosts: Path, old: str, new: str, why: str) -> None:
    text = (LAID / "toy.yaml").read_text("utf-8")
    assert old in text
    (hosts / "toy.yaml").write_text(text.replace(old, new))
    with pytest.raises(NotUsable, match=why):
        emulator(EmulatorSettings(host="toy"), FILES, lambda line: None)


ANSWERS = {
    "source": "made up",
    "submit": {"status": 201, "body": {"request_id": "{id}", "status": "NEW"}},
    "status": {"done": {"body": {"status": "DONE", "output": "{url}"}}},
    "refusals": {"request": {"status": 418, "body": {"error": "{why}"}}},
}
SCHEMA = {"type": "object", "properties": {"prompt": {"maxLength": 20}}}


def test_an_added_host_answers_as_is_written_beside_its_file(hosts: Path) -> None:
    text = (LAID / "toy.yaml").read_text("utf-8").replace("  result: /jobs/{id}\n", "")
    (hosts / "toy.yaml").write_text(text.replace("done: COMPLETED", "done: DONE"))
    (hosts / "toy.json").write_text(json.dumps(ANSWERS))
    (hosts / "toon@toy.json").write_text(json.dumps(SCHEMA))
    server = start(emulator(EmulatorSettings(host="toy", seconds=0.0), FILES, lambda line: None))
    try:
        sent = requests.post(f"{server.url}/make/toon", json=BODY, headers=TOKEN, timeout=20)
        assert (sent.status_code, sent.json()["status"]) == (201, "NEW")
        job = requests.get(f"{server.url}/jobs/{sent.json()['request_id']}/how", headers=TOKEN, timeout=20).json()
        assert (job["status"], job["output"].startswith(f"{server.url}/files/")) == ("DONE", True)
        long = requests.post(f"{server.url}/make/toon", json=BODY | {"prompt": "A" * 21}, headers=TOKEN, timeout=20)
        assert (long.status_code, long.json()) == (418, {"error": "body.prompt has 21 characters"})
    finally:
        server.close()


def test_a_package_that_brings_a_host_brings_its_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package_of_toy"
    package.mkdir()
    shutil.copy(LAID / "toy.yaml", package)
    (package / "toy.json").write_text(json.dumps(ANSWERS))
    monkeypatch.syspath_prepend(tmp_path)
    point = metadata.EntryPoint("toy", package.name, hostfiles.ENTRY_POINTS)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    hostfiles._installed.cache_clear()
    try:
        answers, schema = examples("toy"), request_schema("toon@toy")
    finally:
        hostfiles._installed.cache_clear()
    assert answers is not None
    assert answers.submit.status == 201
    assert schema is None


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("toy.json", "{", "Input data was truncated"),
        ("toy.json", '{"source": 3}', "Expected `str`, got `int`"),
        ("toy.json", json.dumps(ANSWERS | {"refuse": {}}), "unknown field `refuse`"),
        ("toon@toy.json", "[]", "Expected `object`, got `array`"),
        ("toon@toy.json", '{"properties": {"prompt": {"minlength": 1}}}', "`minlength` of JSON Schema is not known"),
    ],
)
def test_what_lies_beside_the_file_of_an_added_host_is_read_at_once(
    hosts: Path, name: str, text: str, why: str
) -> None:
    (hosts / name).write_text(text)
    with pytest.raises(HostError, match=rf"{re.escape(str(hosts / name))}: .*{re.escape(why)}"):
        emulator(EmulatorSettings(host="toy"), FILES, lambda line: None)


def test_a_field_is_called_as_the_profile_says(hosts: Path) -> None:
    assert "size: size, " in OURS
    profile = OURS.replace("size: size, ", "size: resolution, ")
    files = MemoryFiles({"profiles/toon@toy.yaml": profile})
    host_ = emulator(EmulatorSettings(host="toy", seconds=0.0), files, lambda line: None)
    server = start(host_)
    try:
        sent = {("resolution" if key == "size" else key): value for key, value in BODY.items()}
        assert requests.post(f"{server.url}/make/toon", json=sent, headers=TOKEN, timeout=20).status_code == 200
        wrong = requests.post(f"{server.url}/make/toon", json=sent | {"duration": 999}, headers=TOKEN, timeout=20)
        assert (wrong.status_code, "duration 999 is not one of" in wrong.text) == (406, True)
    finally:
        server.close()
    asked = document(host_.api, host_.models)["paths"]["/make/toon"]["post"]["requestBody"]
    properties = asked["content"]["application/json"]["schema"]["properties"]
    assert {"prompt", "resolution", "duration", "seed"} <= set(properties)
    assert not {"size", "audio", "multi_shots"} & set(properties)


def test_the_key_that_is_announced_is_taken_whatever_the_form(hosts: Path) -> None:
    text = (LAID / "toy.yaml").read_text("utf-8")
    assert "key: {" in text
    (hosts / "toy.yaml").write_text(text.replace("key: {", 'key: {form: "AC-[0-9a-f]{20}", mark: AC-, ', 1))
    made = emulator(EmulatorSettings(host="toy", seconds=0.0), FILES, lambda line: None)
    server = start(made)
    try:
        for key, status in ((made.key, 200), ("AC-" + "0" * 20, 200), ("AC-0", 401)):
            headers = {"Authorization": f"Token {key}"}
            assert requests.get(f"{server.url}/purse", headers=headers, timeout=20).status_code == status
    finally:
        server.close()


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"model": "wan2.7-t2v", "input": {"prompt": "A lamp."}}, 200, ""),
        ({"model": "wan2.7-t2v", "input": {"prompt": "A lamp."}, "parameters": {"watermark": True}}, 200, ""),
        ({"model": "wan2.7-t2v", "input": {"prompt": "A lamp."}, "parameters": {"resolution": "720p"}}, 400, "720P"),
        ({"model": "wan3.0-video", "input": {"prompt": "A lamp.", "negative_prompt": ""}}, 400, "negative_prompt"),
        ({"model": "wan9"}, 404, "Model not found"),
        ([], 404, "Model not found"),
    ],
)
def test_a_model_is_known_by_what_tells_it_from_its_host_s_others(body: object, status: int, said: str) -> None:
    server = start(emulator(EmulatorSettings(host="dashscope", seconds=0.0), None, lambda line: None))
    try:
        url = f"{server.url}/api/v1/services/aigc/video-generation/video-synthesis"
        answer = requests.post(url, json=body, headers={"Authorization": "Bearer made-up"}, timeout=20)
    finally:
        server.close()
    assert answer.status_code == status
    assert said in answer.json().get("message", "")


def test_a_length_in_words_is_the_usual_one() -> None:
    server = start(emulator(EmulatorSettings(host="fal", seconds=0.0), None, lambda line: None))
    try:
        body = {"prompt": "A lamp.", "aspect_ratio": "1:1", "duration": "auto", "generate_audio": False}
        headers = {"Authorization": f"Key {server.host.key}"}
        url = f"{server.url}/bytedance/seedance-2.0/text-to-video"
        assert requests.post(url, json=body, headers=headers, timeout=20).status_code == 200
    finally:
        server.close()
