"""Keys by host: where each comes from, that none is shown, and that each is seen by its own host alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from storyboard.cli import exits, run
from storyboard.profiles import host_of, hosts
from storyboard.system import hostfiles, secrets
from tests.cli.test_hosts_as_data import KEYS, MODELS, build, emulated, root, tell

__all__ = ["root"]  # the fixture of a project with keys of all hosts

STORY = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
Captured = pytest.CaptureFixture[str]
BY_HOST = {host_of(model): model for model in MODELS}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_live", ())


class Between:
    """A host between storyc and an emulator: it keeps what comes as it comes, and may answer otherwise."""

    def __init__(self, behind: str, elsewhere: str = "", *, moves: bool = False) -> None:
        self.raw: list[bytes] = []
        self.behind, self.elsewhere, self.moves = behind, elsewhere, moves
        between = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Print nothing."""

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                between.raw.append(f"{self.command} {self.path}\n{self.headers}".encode() + body)
                status, type, answer = between.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{between.elsewhere}{self.path}")
                self.send_header("Content-Type", type)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = _serve

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, verb: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if not self.behind:
            return 404, "application/json", b"{}"
        if self.moves and verb == "GET":
            return 307, "application/json", b"{}"
        headers = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection")}
        answer = requests.request(verb, self.behind + path, headers=headers, data=body, timeout=20)
        data, type = answer.content, answer.headers.get("Content-Type", "")
        if type == "application/json":
            data = data.replace(self.behind.encode(), (self.elsewhere or self.url).encode())
        return answer.status_code, type, data

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keys(self) -> set[str]:
        """The variables whose keys have come, in whatever place."""
        return {variable for variable, key in KEYS.items() if any(key.encode() in raw for raw in self.raw)}


@contextmanager
def stranger() -> Generator[Between]:
    """A host that nobody should send a key to."""
    elsewhere = Between("")
    try:
        yield elsewhere
    finally:
        elsewhere.close()


@contextmanager
def between(model: str, monkeypatch: pytest.MonkeyPatch, elsewhere: str = "", *, moves: bool = False) -> Generator[Between]:  # fmt: skip
    """A model's host behind one that keeps what comes."""
    with emulated(model, monkeypatch) as server:
        host = Between(server.url, elsewhere, moves=moves)
        monkeypatch.setenv(hosts.host(host_of(model)).key.base_variable, host.url)
        try:
            yield host
        finally:
            host.close()


@pytest.mark.parametrize("name", sorted(BY_HOST))
@pytest.mark.parametrize("hostile", ["", "addresses", "redirects"])
def test_a_key_is_seen_by_its_own_host_alone(
    name: str, hostile: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    own = {hosts.host(name).key.variable}
    monkeypatch.setenv(f"STORYC_HOST_{name.upper()}_PATIENCE", "1")
    with stranger() as elsewhere:
        away = elsewhere.url if hostile else ""
        with between(BY_HOST[name], monkeypatch, away, moves=hostile == "redirects") as host:
            code = build(BY_HOST[name])
            # A clip's address may lead anywhere, and is asked without a key; nothing is bought a second time there.
            assert (code == exits.DONE) == (not hostile), capsys.readouterr().err
        assert host.keys() == own
        assert elsewhere.keys() == set()
    out, err = capsys.readouterr()
    assert not any(key in out + err for key in KEYS.values())
    for path in root.rglob("*"):
        assert not path.is_file() or not any(key.encode() in path.read_bytes() for key in KEYS.values()), path


def test_a_hostile_profile_sends_no_key_elsewhere(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    said: list[str] = []
    tell("wan-2.6@fal")
    with stranger() as elsewhere, between("wan-2.6@fal", monkeypatch) as host:
        away = elsewhere.url.removeprefix("http:")
        shipped = (Path(hosts.__file__).parents[1] / "wan-2.6@fal.yaml").read_text()
        (route,) = (line for line in shipped.splitlines() if line.startswith("route:"))
        (root / "profiles").mkdir()
        for number, hostile in enumerate(
            (f'"{away}/x"', f'"@{away[2:]}/x"', f'"http:{away}"', '"../../x"', '".@evil/x"')
        ):
            name = f"wan-{number}@fal"
            text = shipped.replace(route, f"route: {hostile}").replace("wan-2.6", name.removesuffix("@fal"))
            (root / "profiles" / f"{name}.yaml").write_text(text)
            words = ["--yes", "--max-cost", "5", "--trust-prices", name, "--no-look"]
            assert run(["build", "a.story", "--model", name, "--provider", "fal", *words]) != exits.DONE
            said.append(capsys.readouterr().err)
        assert host.keys() <= {"FAL_KEY"}
        assert elsewhere.raw == []
    assert all("is no path without an origin" in text for text in said)


def test_a_hostile_host_file_gets_no_other_key(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    tell("wan-2.6@fal")
    folder = root / "hosts"
    folder.mkdir()
    profile = (
        (Path(hosts.__file__).parents[1] / "wan-2.6@fal.yaml")
        .read_text()
        .replace("@fal", "@toy")
        .replace("host: fal", "host: toy")
    )
    (root / "profiles").mkdir()
    (root / "profiles" / "wan-2.6@toy.yaml").write_text(profile)
    bought = ["build", "a.story", "--model", "wan-2.6@toy", "--provider", "toy", "--yes", "--max-cost", "5"]
    bought += ["--trust-prices", "wan-2.6@toy", "--no-look"]
    text = hostfiles.shipped()["fal"].replace("name: fal", "name: toy").replace("title: fal", "title: Toy")
    with stranger() as elsewhere:
        text = text.replace("https://queue.fal.run", elsewhere.url).replace("https://api.fal.ai", elsewhere.url)
        for lines in (
            "  variable: FAL_KEY\n  base_variable: STORYC_TOY_BASE_URL\n",
            "  variable: TOY_KEY\n  base_variable: KLING_API_KEY\n",
            "  variable: TOY_KEY\n  base_variable: STORYC_TOY_BASE_URL\n"
            "  pair: {access: KLING_ACCESS_KEY, secret: KLING_SECRET_KEY}\n",
        ):
            hostile = text.replace("  variable: FAL_KEY\n  base_variable: STORYC_FAL_BASE_URL\n", lines)
            (folder / "toy.yaml").write_text(hostile)
            assert run(bought) == exits.USAGE  # in a project it is no file of a host
            monkeypatch.setenv(hostfiles.VARIABLE, str(folder))
            assert run(bought) == exits.USAGE
            assert "which belongs to `" in capsys.readouterr().err
            monkeypatch.delenv(hostfiles.VARIABLE)
        assert elsewhere.raw == []


def test_each_key_of_the_environment_is_hidden_in_what_any_command_prints(root: Path, capsys: Captured) -> None:
    with pytest.MonkeyPatch().context() as patch:
        patch.setenv("KLING_ACCESS_KEY", "access-of-no-form")
        patch.setenv("KLING_SECRET_KEY", "secret-of-no-form")
        shown = [*KEYS.values(), "access-of-no-form", "secret-of-no-form"]
        (root / "b.story").write_text(f"# Keys: {' '.join(shown)}\n{STORY}")
        for words in (["render", "b.story"], ["check", "b.story", *shown], ["explain", *shown[:1]], ["plan", *shown]):
            run(words)
    out, err = capsys.readouterr()
    assert "a.story" in out + err or "b.story" in out + err
    assert not any(key in out + err for key in shown)


def test_a_file_is_the_key_of_the_host_that_it_is_named_with(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    tell("wan-2.6@fal")
    monkeypatch.setitem(KEYS, "FAL_KEY", "the-key-of-a-file")
    monkeypatch.setenv("FAL_KEY", "another-made-up-key")
    (root / "key").write_text("the-key-of-a-file\n")
    (root / "key").chmod(0o600)
    (root / "wrong").write_text("the-key-of-nobody\n")
    (root / "wrong").chmod(0o600)
    with emulated("wan-2.6@fal", monkeypatch):
        words = ["build", "a.story", "--model", "wan-2.6@fal", "--provider", "fal", "--yes", "--max-cost", "5"]
        words += ["--trust-prices", "wan-2.6@fal"]
        assert run([*words, "--api-key-file", "kling=key", "--api-key-file", "wrong"]) == exits.KEY
        assert run([*words, "--api-key-file", "fal=key", "--api-key-file", "kling=wrong"]) == exits.DONE
    capsys.readouterr()
    for given, said in (
        (["fal=key", "fal=wrong"], "two `--api-key-file` of `fal`"),
        (["key", "wrong"], "two `--api-key-file` without a host"),
        (["-", "fal=-"], "only one key can come from stdin"),
        (["fall=key"], "there is no host `fall`"),
    ):
        flags = [word for file in given for word in ("--api-key-file", file)]
        assert run([*words, *flags]) == exits.USAGE
        assert said in capsys.readouterr().err


def test_a_file_without_a_host_is_the_key_of_one_only(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    for name in ("fal", "kling"):
        (root / name).mkdir()
        (root / name / "storyc.toml").write_text(f'provider = "{name}"\nmodel = "kling-v3@{name}"\n')
        (root / name / "a.story").write_text(STORY)
    (root / "key").write_text("the-key-of-a-file\n")
    assert run(["build", "fal", "kling", "--yes", "--max-cost", "9", "--api-key-file", "key"]) == exits.USAGE
    said = capsys.readouterr().err
    assert (
        "`--api-key-file key` names no host, and this run has `fal`, `kling`: write `--api-key-file fal=FILE`" in said
    )
    assert not (root / "fal" / ".storyc").exists()


def test_doctor_says_how_each_host_stands(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.delenv("FAL_KEY")
    monkeypatch.setenv("STORYC_KLING_REGION", "beijing")
    assert run(["doctor", "--format", "json"]) == exits.DONE
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["host fal"]["state"] == "note"
    assert checks["host fal"]["found"].startswith("there is no key for fal; https://queue.fal.run; the oldest fact")
    kling = "its key is from KLING_API_KEY; https://api-beijing.klingai.com; the oldest fact"
    assert checks["host kling"]["found"].startswith(kling)
    monkeypatch.setenv("KLING_ACCESS_KEY", "access-12345")
    assert run(["doctor", "--format", "json"]) == exits.DONE
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["host kling"]["found"].startswith("KLING_API_KEY and KLING_ACCESS_KEY are both set; ")
    assert run(["doctor", "--provider", "kling", "--format", "json"]) == exits.USAGE
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["key"]["state"] == "error"
