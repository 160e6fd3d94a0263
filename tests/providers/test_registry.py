"""Makers by name: who is found, what is opened, and which hosts may be added by whom."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from storyboard import profiles, report
from storyboard.config import Config, HostSettings
from storyboard.ledger.records import HostPlace
from storyboard.profiles import hosts
from storyboard.profiles.hosts import HostError
from storyboard.providers import local, registry
from storyboard.providers.keys import Key, NoKey
from storyboard.providers.registry import Unfit
from storyboard.system import hostfiles, secrets

SHIPPED = hostfiles.shipped()["segmind"]
TOY = (
    SHIPPED.replace("name: segmind", "name: toy")
    .replace("title: Segmind", "title: Toy")
    .replace("SEGMIND", "TOY")
    .replace("segmind.com", "toy.example")
)


def key() -> Key:
    return Key("a-made-up-key", "a test")


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the environment names for hosts."""
    folder = tmp_path / "hosts"
    folder.mkdir()
    monkeypatch.setenv(hostfiles.VARIABLE, str(folder))
    return folder


def test_who_makes_clips() -> None:
    paid = {name: registry.is_paid(name) for name in registry.names()}
    assert paid.items() >= {"animatic": False, "segmind": True}.items()
    words = ("animatic (here, free)", "segmind (paid)")
    assert all(word in registry.described() for word in words)
    assert all(word.split()[0] in registry.shipped() for word in words)


def test_what_makers_or_formats_share_is_none_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_shared.py", "black.py"):
        (tmp_path / name).touch()
    monkeypatch.setattr(local, "__path__", [str(tmp_path)])
    monkeypatch.setattr(report, "__path__", [str(tmp_path)])
    assert not registry.is_known("_shared")
    assert not registry.is_paid("black")
    assert report.formats.__wrapped__() == ("black",)


@pytest.mark.parametrize("name", hosts.names())
def test_the_provider_of_a_host_is_its_own(name: str) -> None:
    provider = registry.open_host(name, key, HostSettings(), {})
    assert not isinstance(provider, Unfit)
    assert provider.name == name


def test_a_host_that_nobody_knows_opens_nothing() -> None:
    with pytest.raises(HostError, match="there is no host `nowhere`"):
        registry.open_host("nowhere", key, HostSettings(), {})


def test_a_region_is_picked_by_the_environment_alone() -> None:
    assert registry.address("kling", {}) == "https://api-singapore.klingai.com"
    assert registry.address("kling", {"STORYC_KLING_REGION": "beijing"}) == "https://api-beijing.klingai.com"
    assert registry.place("kling", {"STORYC_KLING_REGION": "beijing"}) == HostPlace("api-beijing.klingai.com")
    unfit = registry.place("kling", {"STORYC_KLING_REGION": "mars"})
    assert isinstance(unfit, Unfit)
    assert unfit.why == "STORYC_KLING_REGION is `mars`, `kling` has `singapore` or `beijing`"


def test_the_keys_of_all_hosts_are_hidden_once_one_is_looked_for() -> None:
    environ = {
        "SEGMIND_API_KEY": "one-made-up-key",
        "FAL_KEY": "another-made-up-key",
        "KLING_SECRET_KEY": "third-made-up",
    }
    registry.find_key("segmind", None, environ)
    assert not any(key in secrets.mask(f"a {key} b") for key in environ.values())


def test_two_keys_stand_in_for_one_but_not_beside_it() -> None:
    pair = {"KLING_ACCESS_KEY": "access-12345", "KLING_SECRET_KEY": "secret-12345"}
    assert registry.find_key("kling", None, pair).value == "access-12345 secret-12345"
    assert registry.find_key("kling", None, {"KLING_API_KEY": "alone-12345"}).value == "alone-12345"
    with pytest.raises(HostError, match="KLING_API_KEY and KLING_ACCESS_KEY are both set"):
        registry.find_key("kling", None, {**pair, "KLING_API_KEY": "alone-12345"})
    with pytest.raises(NoKey, match="KLING_SECRET_KEY"):
        registry.find_key("kling", None, {"KLING_ACCESS_KEY": "access-12345"})


def test_where_jobs_run() -> None:
    def place(base: str) -> HostPlace | Unfit:
        return registry.place("segmind", {"STORYC_SEGMIND_BASE_URL": base})

    assert registry.place("segmind", {}) == HostPlace("api.segmind.com")
    for base in ("http://127.0.0.1:8000", "http://localhost:1", "https://[::1]:1/x"):
        assert place(base) == HostPlace("this machine", rehearsal=True)
    assert place("https://proxy.example/x") == HostPlace("proxy.example")
    for empty in ("", "  "):
        unfit = place(empty)
        assert isinstance(unfit, Unfit)
        assert unfit.why.startswith("STORYC_SEGMIND_BASE_URL is set but empty")
    unfit = place("http://proxy.example")
    assert isinstance(unfit, Unfit)
    assert unfit.why.startswith("STORYC_SEGMIND_BASE_URL: `http://proxy.example` is http")


def test_which_host_is_meant(added: Path) -> None:
    (added / "toy.yaml").write_text(TOY)
    assert registry.host_of(Config(provider="toy")) == "toy"
    assert registry.host_of(Config(model="wan-9@toy")) == "toy"
    assert registry.host_of(Config()) == "segmind"
    assert registry.host_of(Config(provider="nobody")) == "segmind"


def test_a_host_on_this_machine_rehearses(added: Path) -> None:
    (added / "toy.yaml").write_text(TOY.replace("https://api.toy.example", "http://127.0.0.1:8000"))
    assert registry.place("toy", {}) == HostPlace("this machine", rehearsal=True)
    assert registry.place("toy", {"STORYC_TOY_BASE_URL": "https://toy.example"}) == HostPlace("toy.example")


@pytest.mark.parametrize("base", ["api", "history", "upload"])
def test_no_key_goes_over_a_network_in_plain_text(added: Path, base: str) -> None:
    (line,) = [line for line in TOY.splitlines() if line.startswith(f"  {base}: https")]
    (added / "toy.yaml").write_text(TOY.replace(line, line.replace("https", "http")))
    for unfit in (registry.place("toy", {}), registry.open_host("toy", key, HostSettings(), {})):
        assert isinstance(unfit, Unfit)
        assert unfit.why.startswith("`bases` of `toy`: `http://")
    assert not isinstance(registry.open_host("toy", key, HostSettings(), {"STORYC_TOY_BASE_URL": "https://a"}), Unfit)


def test_an_added_host_is_one_of_them(added: Path) -> None:
    (added / "toy.yaml").write_text(TOY)
    assert "toy" in registry.names()
    assert registry.place("toy", {}) == HostPlace("api.toy.example")
    found = registry.find_key("toy", None, {"TOY_API_KEY": "a-made-up-key", "SEGMIND_API_KEY": "another-key"})
    assert found.origin == "TOY_API_KEY"


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("segmind", "name: toy", "name: segmind", "there is a host `segmind` already, of storyc itself"),
        ("toy", "variable: TOY_API_KEY", "variable: SEGMIND_API_KEY", "names SEGMIND_API_KEY, which belongs to `segmi"),
        ("toy", "STORYC_TOY_BASE", "STORYC_SEGMIND_BASE", "names STORYC_SEGMIND_BASE_URL, which belongs to"),
        ("toy", "name: toy", "name: boy", "`name` is `boy`, the file's name says `toy`"),
        ("toy", "variable: TOY_API_KEY", "variable: Segmind_api_key", "names SEGMIND_API_KEY, which belongs to `segmi"),
        ("toy", "title: Toy", "titel: Toy", "toy.yaml: "),
        ("Segmind", "name: toy", "name: Segmind", "a host's name has small letters"),
    ],
)
def test_an_added_host_takes_nothing_of_another(added: Path, name: str, old: str, new: str, why: str) -> None:
    assert old in TOY
    (added / f"{name}.yaml").write_text(TOY.replace(old, new))
    with pytest.raises(HostError) as caught:
        hosts.host("toy")
    assert why in str(caught.value)


def test_a_folder_of_hosts_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(hostfiles.VARIABLE, "/nowhere")
    with pytest.raises(HostError, match="STORYC_HOSTS: `/nowhere` cannot be read"):
        hosts.names()


def test_an_entry_point_to_a_package_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    point = metadata.EntryPoint("toy", "no_such_package", hostfiles.ENTRY_POINTS)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    hostfiles._installed.cache_clear()
    assert "segmind" in hosts.names(installed=False)
    with pytest.raises(HostError, match="cannot be imported: No module named 'no_such_package'"):
        hosts.names()


def test_a_folder_of_hosts_is_none_of_a_project(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (added / "toy.yaml").write_text(TOY)
    monkeypatch.chdir(added.parent)
    monkeypatch.setenv(hostfiles.VARIABLE, "hosts")
    with pytest.raises(HostError, match="STORYC_HOSTS: `hosts` is no whole path"):
        hosts.host("toy")


def test_a_protocol_that_nobody_speaks(added: Path) -> None:
    (added / "toy.yaml").write_text(TOY.replace("protocol: jobs", "protocol: smoke"))
    unfit = registry.open_host("toy", key, HostSettings(), {})
    assert unfit == Unfit("`toy` speaks `smoke`, which this storyc does not know, known: `jobs`")


def test_no_code_names_a_host() -> None:
    room = Path(profiles.__file__).parents[1]
    spoken = {
        (path.relative_to(room).parts[0], path.suffix)
        for path in room.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and b"segmind" in path.read_bytes().lower()
    }
    # The records that tools/gen_profiles.py makes of the data are Python.
    assert spoken == {("profiles", ".yaml"), ("profiles", ".txt"), ("profiles", ".py")}


@pytest.mark.parametrize("name", hosts.shipped())
def test_secrets_know_what_the_data_says(name: str) -> None:
    host = hosts.host(name)
    if host.key.form:
        assert (f"a {host.title} key", host.key.form, host.key.mark.lower()) in secrets.FORMS


def test_an_emulator_tells_how_fast_it_is() -> None:
    env = registry.rehearsing("kling", "http://127.0.0.1:8000", "a-made-up-key", 0.25)
    assert env == {
        "STORYC_KLING_BASE_URL": "http://127.0.0.1:8000",
        "STORYC_KLING_SECONDS": "0.25",
        "KLING_API_KEY": "a-made-up-key",
        "KLING_ACCESS_KEY": "",
        "KLING_SECRET_KEY": "",
    }
    assert registry.pace("kling", env) == 0.25
    assert registry.find_key("kling", None, {"KLING_ACCESS_KEY": "access-12345", **env}).value == "a-made-up-key"
    # The host itself is as fast as it is.
    assert registry.pace("kling", {"STORYC_KLING_SECONDS": "0.25"}) is None
    assert registry.pace("kling", {**env, "STORYC_KLING_SECONDS": ""}) is None
    with pytest.raises(HostError, match="STORYC_KLING_SECONDS is `soon`, which is no number of seconds"):
        registry.pace("kling", {**env, "STORYC_KLING_SECONDS": "soon"})
