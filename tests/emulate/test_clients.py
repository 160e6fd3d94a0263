"""The hosts' own clients: each has a clip made at the emulator of its host, as its maker wrote it.

`make clients` installs them. What storyc sends and the emulator expects are both this project's reading of a host's
documentation; a client is the host's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
import requests

from storyboard.emulate import EmulatorSettings, emulator, start
from tests.helpers import ROOT

SCRIPTS = ROOT / "tests" / "emulate" / "clients"
KEY = "made-up-0123456789-key"
PACKAGES = {
    "ark": "byteplus-python-sdk-v2",
    "dashscope": "dashscope",
    "fal": "fal-client",
    "gemini": "google-genai",
    "replicate": "replicate",
    "runway": "runwayml",
    "wavespeed": "wavespeed",
}


def test_each_client_has_a_script() -> None:
    assert {path.stem for path in SCRIPTS.glob("*.py")} == set(PACKAGES)


@pytest.mark.parametrize("host", PACKAGES)
def test_a_hosts_own_client_has_a_clip_made(host: str) -> None:
    try:
        version(PACKAGES[host])
    except PackageNotFoundError:
        pytest.skip(f"{PACKAGES[host]} is not installed; `make clients` installs it")
    server = start(emulator(EmulatorSettings(host=host, seconds=0.05, key=KEY), None, lambda line: None))
    try:
        # -P: the scripts are called as what they import. Nothing but the key comes from the environment.
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TEMP")}
        words = [sys.executable, "-P", str(SCRIPTS / f"{host}.py"), server.url]
        env = kept | {"KEY": KEY, "NO_PROXY": "*"}
        done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=100, check=False)
        book = requests.get(f"{server.url}/emulator/book", timeout=20).json()
    finally:
        server.close()
    assert done.returncode == 0, done.stderr
    (job,) = book["jobs"]
    assert (book["submits"], done.stdout.strip()) == (1, f"{server.url}/files/{job['request_id']}.mp4")
    refused = [call for call in book["requests"] if call["status"] >= 400]
    assert refused == []
