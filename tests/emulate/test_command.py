"""`storyc emulate` as a process: its first line, its signals, its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from storyboard.system.extras import install
from tests.emulate.hosting import BODY, MODEL

ROOT = Path(__file__).resolve().parents[2]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
WORDS = [sys.executable, "-m", "storyboard", "emulate"]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WORDS, *words], cwd=folder, env=ENV, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a process is not sent SIGINT there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_says_where_it_is_and_ends_with_its_book(tmp_path: Path, number: int, code: int) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with subprocess.Popen(
        [*WORDS, "--seconds", "0", "--fault", "502:2"],
        cwd=tmp_path,
        env={**ENV, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert first["schema"] == "storyc.emulate/1"
        assert first["url"] == f"http://127.0.0.1:{first['port']}"
        assert first["env"] == {
            "STORYC_SEGMIND_BASE_URL": first["url"],
            "STORYC_SEGMIND_SECONDS": "0",
            "SEGMIND_API_KEY": first["key"],
        }
        headers = {"x-api-key": first["key"]}
        codes = [
            requests.post(f"{first['url']}/v1/{MODEL}", json=BODY, headers=headers, timeout=20).status_code
            for _ in range(2)
        ]
        assert codes == [200, 502]
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert out == ""
    assert f"POST /v1/{MODEL} 502 (submit 2): 502" in err
    charge, book, _ = err.splitlines()[-3:]
    assert charge.startswith("billed    0.625 USD  ")
    assert charge.endswith(f"  {MODEL}  seed {BODY['seed']}" if "seed" in BODY else f"  {MODEL}")
    assert book == "book: 0.625 USD billed for 1 of 2 submits, 2 requests"
    assert first["key"] not in err
    assert "Traceback" not in err
    assert list(temporary.iterdir()) == []


def test_the_faults_are_listed(tmp_path: Path) -> None:
    from storyboard.emulate.faults import KINDS

    done = run(tmp_path, "--list-faults")
    assert done.returncode == 0
    listed = [line.split()[0].partition("=")[0] for line in done.stdout.splitlines()]
    assert listed == [name for name in KINDS if name not in ("answer", "repeat")]


def test_a_host_has_its_own_faults_alone(tmp_path: Path) -> None:
    listed = run(tmp_path, "--host", "wavespeed", "--list-faults").stdout
    for fault, why in (
        ("410", "no refusal of it for the cause `withdrawn` is written down"),
        ("history-late=1", "it lists no jobs"),
        ("repeat", "no send bears a name of ours there"),
        ("no-cost", "no answer of it names a cost"),
        ("failed-with-cost", "it documents that a job that failed is not billed"),
    ):
        done = run(tmp_path, "--host", "wavespeed", "--fault", fault)
        name = fault.partition("=")[0]
        assert (done.returncode, f"`wavespeed` has no fault `{name}`: {why}" in done.stderr) == (2, True), done.stderr
        assert f"\n{name}" not in listed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fault", "slw"), "--fault: no fault is called `slw`; did you mean `slow`?"),
        (("--script", "none.yaml"), "--script: `none.yaml` cannot be read"),
        (("--script", "bad.yaml"), "--script: `bad.yaml`: submit 2: no fault is called `slw`"),
        (("--withdrawn", "wan-9"), "no model is called `wan-9`, known are `wan-2.6-t2v`"),
        (("--rate", "0"), "--rate"),
        (("--port", "70000"), "--port"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    (tmp_path / "bad.yaml").write_text("- none\n- slw\n", encoding="utf-8")
    done = run(tmp_path, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "cannot be had" in done.stderr


def test_without_the_extra_it_is_said_in_one_line(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['av'] = None; from storyboard.cli import run; sys.exit(run(['emulate']))"
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=tmp_path, env=ENV, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr == f"error: the clips need the extra `video`: {install('video')}\n"
