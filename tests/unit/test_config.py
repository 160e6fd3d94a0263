"""Where a project's root is, and which value of a setting counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storyboard.config import (
    CapSettings,
    Config,
    ConfigError,
    HostSettings,
    Limits,
    Money,
    Most,
    Seconds,
    dollars,
    load,
)
from storyboard.roots import find_root


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_settings_upward_make_the_root(tmp_path: Path) -> None:
    outer = write(tmp_path / "storyc.toml", "")
    story = write(tmp_path / "films" / "one" / "a.story", "x")
    assert find_root(story) == (tmp_path, outer)
    write(tmp_path / "films" / "pyproject.toml", '[project]\nname = "storyc-films"\n')
    assert find_root(story) == (tmp_path, outer)
    inner = write(tmp_path / "films" / "pyproject.toml", "[tool.storyc]\n")
    assert find_root(story) == (tmp_path / "films", inner)
    assert find_root(tmp_path / "films") == (tmp_path / "films", inner)
    nearer = write(tmp_path / "films" / "storyc.toml", "")
    assert find_root(story) == (tmp_path / "films", nearer)


def test_without_settings_git_makes_the_root_else_the_folder_itself(tmp_path: Path) -> None:
    story = write(tmp_path / "a" / "b" / "c.story", "x")
    assert find_root(story) == (tmp_path / "a" / "b", None)
    (tmp_path / "a" / ".git").mkdir()
    assert find_root(story) == (tmp_path / "a", None)


def test_a_broken_pyproject_counts_only_when_it_speaks_of_storyc(tmp_path: Path) -> None:
    file = write(tmp_path / "pyproject.toml", "[tool.storyc\n")
    assert find_root(tmp_path) == (tmp_path, file)
    with pytest.raises(ConfigError, match="not TOML"):
        load(file, {}, {})
    write(file, "[tool.other\n")
    assert find_root(tmp_path)[1] is None


def test_defaults() -> None:
    config = load(None, {}, {})
    assert config.limits == Limits() == Limits(4_194_304, 100_000, 12_000, 1_000, 10_000, 2_000, 20, 20_000, 8, 65_536)
    assert (config.model, config.template, config.rules.strict, config.rules.ignore) == (None, None, False, ())
    assert (config.provider, config.out, config.jobs, config.store) == ("animatic", "build", 4, None)
    assert config.caps == CapSettings(None, None, None, None)
    assert config.host["segmind"] == HostSettings("auto", Seconds(900), False)
    assert set(config.origins.values()) == {"default"}


def test_flag_before_variable_before_file_before_default(tmp_path: Path) -> None:
    file = write(
        tmp_path / "storyc.toml", 'model = "a@b"\n[rules]\nignore = ["SB214"]\nstrict = false\n[limits]\nline = 9\n'
    )
    config = load(file, {}, {"rules.strict": None})
    assert (config.model, config.rules.ignore, config.limits.line) == ("a@b", ("SB214",), 9)
    assert config.origins["model"] == config.origins["limits.line"] == str(file)
    environ = {"STORYC_MODEL": "c@d", "STORYC_RULES_IGNORE": "SB213, speech-too-long", "STORYC_RULES_STRICT": "yes"}
    config = load(file, environ | {"STORYC_LIMITS_LINE": "10", "STORYC_TEMPLATE": "", "STORYC_NOTHING": "x"}, {})
    assert (config.model, config.rules.ignore, config.rules.strict) == ("c@d", ("SB213", "speech-too-long"), True)
    assert (config.limits.line, config.template, config.origins["model"]) == (10, None, "STORYC_MODEL")
    config = load(file, environ, {"model": "e@f", "rules.ignore": ("SB2",)})
    assert (config.model, config.rules.ignore, config.origins["model"]) == ("e@f", ("SB2",), "--model")


def test_pyproject_holds_the_same_settings(tmp_path: Path) -> None:
    file = write(tmp_path / "pyproject.toml", '[tool.storyc]\ntemplate = "mine"\n[tool.storyc.limits]\nclips = 3\n')
    config = load(file, {}, {})
    assert isinstance(config, Config)
    assert (config.template, config.limits.clips) == ("mine", 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('modle = "a"', "`modle` is no setting of storyc: write `model`"),
        ("max_cost = 5", "`max_cost` is no setting of storyc: write `run` under `[caps]`"),
        ("month = 5", "`month` is no setting of storyc: write `month` under `[caps]`"),
        ("[rules]\nstirct = true", "`rules.stirct` is no setting of storyc: write `rules.strict`"),
        ("[rulse]\nstrict = true", "`rulse` is no setting of storyc: write `rules`"),
        ("[limits]\nxyzzy = 1", "known are `limits.file_bytes`"),
        ("[xyzzy]\nb = 1", "`trust_prices`, `caps`, `host`, `limits`, `rules`"),  # and not what is in each section
        ("model = 3", "`model` is `3`, not text"),
        ("rules = true", "`rules` is `true`, not a section, `[rules]`"),
        ('[rules]\nstrict = "yes"', '`rules.strict` is `"yes"`, not true or false'),
        ("[rules]\nselect = [1]", "`rules.select` is `[1]`, not a list of words"),
        ("[limits]\nline = 0", "`limits.line` is `0`, not a whole number from 1 to 1,000,000,000"),
        ("[limits]\nline = true", "not a whole number"),
        ("[limits]\nline = 1979-05-27", "not a whole number"),
        ("jobs = 0", "`jobs` is `0`, not a whole number from 1 to 64"),
        ('out = ""', '`out` is `""`, not a word'),
        ("providr = 'x'", "write `provider`"),
        ("model = ", "not TOML"),
        ("[caps]\nday = 1.00001", "`caps.day` is `1.00001`, not dollars with at most four places, as 12.50"),
        ("[caps]\nday = -1", "`caps.day` is `-1`, not dollars"),
        ("[caps]\nday = nan", "not dollars"),
        ("[caps]\nday = 1e2", "not dollars"),
        ("[caps]\nday = true", "not dollars"),
        ("[caps]\nday = [1.5]", "`caps.day` is `[1.5]`, not dollars"),
        ("[caps]\nclips = -1", "`caps.clips` is `-1`, not a whole number from 0 to 1,000,000,000"),
        ("[caps]\nclips = 1.0", "`caps.clips` is `1.0`, not a whole number"),
        ("[caps]\ndya = 1", "write `caps.day`"),
        ("[host.segmnd]\ntimeout = 1", "`host.segmnd` is no setting of storyc: write `host.segmind`"),
        ("[host]\nsegmind = 1", "`host.segmind` is `1`, not a section, `[host.segmind]`"),
        ("[host.segmind]\nprotocol = 'v3'", '`host.segmind.protocol` is `"v3"`, not auto, v1 or v2'),
        ("[host.segmind]\ntimeout = 0", "not whole seconds from 1 to 86400"),
        ("[host.segmind]\ntimeout = 86401", "not whole seconds from 1 to 86400"),
        ("[host.segmind]\nprotocl = 'v1'", "write `host.segmind.protocol`"),
        ("[host.segmind.proxies]\non = true", "not true or false"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = write(tmp_path / "storyc.toml", text)
    with pytest.raises(ConfigError) as caught:
        load(file, {}, {})
    assert words in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_key_in_the_file_is_refused_and_never_shown(tmp_path: Path) -> None:
    key = "SG_" + "0123456789abcdef"
    file = write(tmp_path / "storyc.toml", f'# {key}\nmodel = "x"\n')
    with pytest.raises(ConfigError, match="line 1 holds a service's key") as caught:
        load(file, {}, {})
    assert key not in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        load(None, {"STORYC_RULES_STRICT": key}, {})
    assert key not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"storyc\.toml"):
        load(tmp_path / "storyc.toml", {}, {})
    (tmp_path / "storyc.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "storyc.toml", {}, {})
    with pytest.raises(ConfigError, match="STORYC_LIMITS_LINE"):
        load(None, {"STORYC_LIMITS_LINE": "many"}, {})


def test_caps_are_decimal_dollars_and_never_binary_floats(tmp_path: Path) -> None:
    file = write(tmp_path / "storyc.toml", "[caps]\nrun = 0.1\nday = '12.5000'\nmonth = 1_000\nclips = 0\n")
    caps = load(file, {}, {}).caps
    assert (caps.run, caps.day, caps.month, caps.clips) == (100_000, 12_500_000, 1_000_000_000, 0)
    # 0 is a cap, and none is none.
    caps = load(file, {"STORYC_CAPS_RUN": "0"}, {}).caps
    assert (caps.run, caps.clips) == (0, 0)
    with pytest.raises(ConfigError, match='STORYC_CAPS_DAY is `"1,5"`, not dollars'):
        load(file, {"STORYC_CAPS_DAY": "1,5"}, {})
    assert [dollars(text) for text in ("2.81", "0.0001", "", "1.", ".5", "+1", "１", "1000000000")] == [
        *(2_810_000, 100),
        *[None] * 6,
    ]


def test_a_projects_file_lowers_a_cap_from_outside_and_never_raises_it(tmp_path: Path) -> None:
    file = write(tmp_path / "storyc.toml", "[caps]\nrun = 9\nday = 9\nclips = 2\n")
    config = load(file, {"STORYC_CAPS_DAY": "5", "STORYC_CAPS_MONTH": "50", "STORYC_CAPS_CLIPS": "7"}, {})
    assert config.caps == CapSettings(Money(9_000_000), Money(5_000_000), Money(50_000_000), Most(2))
    assert (config.origins["caps.day"], config.origins["caps.clips"]) == ("STORYC_CAPS_DAY", str(file))
    # That somebody outside has said so is known also where the file's cap counts.
    assert config.outside == {"caps.day", "caps.month", "caps.clips"}
    assert load(file, {}, {}).outside == frozenset()


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("STORYC_CAPS_DAY", "", "STORYC_CAPS_DAY is set and empty: unset it, or say what it is to be"),
        ("STORYC_CAPS_CLIPS", " ", "STORYC_CAPS_CLIPS is set and empty"),
        ("STORYC_STORE", "", "STORYC_STORE is set and empty"),
        ("STORYC_LEDGER", "", "STORYC_LEDGER is set and empty"),
        ("STORYC_CAP_DAY", "5", "STORYC_CAP_DAY is no setting of storyc, and caps nothing: write `STORYC_CAPS_DAY`"),
        ("STORYC_CAPS_MONTHLY", "5", "caps nothing: write `STORYC_CAPS_MONTH`"),
        ("STORYC_MAX_COST", "5", "caps nothing: known are STORYC_CAPS_CLIPS, STORYC_CAPS_DAY"),
    ],
)
def test_a_variable_that_was_to_cap_what_is_spent_and_does_not_is_refused(
    variable: str, value: str, words: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        load(None, {variable: value}, {})


def test_a_folder_without_a_name_is_none(tmp_path: Path) -> None:
    for key in ("store", "out", "model"):
        with pytest.raises(ConfigError, match=f"--{key} is empty: leave it out, or say what it is to be"):
            load(None, {}, {key: ""})
        with pytest.raises(ConfigError, match=f'`{key}` is `""`, not (text|a word)'):
            load(write(tmp_path / "storyc.toml", f'{key} = ""\n'), {}, {})


def test_whose_prices_are_trusted_is_said_outside_the_project(tmp_path: Path) -> None:
    file = write(tmp_path / "storyc.toml", 'trust_prices = ["mine@segmind"]\n')
    with pytest.raises(ConfigError, match="`trust_prices` is never said by a project's file: set STORYC_TRUST_PRICES"):
        load(file, {}, {})
    assert load(None, {"STORYC_TRUST_PRICES": "a@b, c@d"}, {}).trust_prices == ("a@b", "c@d")
    assert load(None, {"STORYC_TRUST_PRICES": "a@b"}, {"trust_prices": ("e@f",)}).trust_prices == ("e@f",)


@pytest.mark.parametrize(
    ("text", "variable"),
    [("jobs = 65", "STORYC_JOBS"), ("[host.segmind]\nin_flight = 65", "STORYC_HOST_SEGMIND_IN_FLIGHT")],
)
def test_a_project_cannot_ask_for_more_at_once_than_64(tmp_path: Path, text: str, variable: str) -> None:
    file = write(tmp_path / "storyc.toml", text)
    with pytest.raises(ConfigError, match="64"):
        load(file, {}, {})
    if "JOBS" in variable:
        with pytest.raises(ConfigError, match="64"):
            load(None, {variable: "65"}, {})
    else:
        assert load(None, {variable: "65"}, {}).host["segmind"].in_flight == 65


def test_a_host_has_a_section_of_its_own(tmp_path: Path) -> None:
    file = write(
        tmp_path / "storyc.toml", "[host.segmind]\nprotocol = 'v1'\ntimeout = 60\nproxies = true\n[limits]\nline = 9\n"
    )
    config = load(file, {}, {})
    assert config.host["segmind"] == HostSettings("v1", Seconds(60), True)
    assert config.origins["host.segmind.timeout"] == str(file)
    config = load(file, {"STORYC_HOST_SEGMIND_TIMEOUT": "12", "STORYC_STORE": "/books"}, {})
    assert (config.host["segmind"].timeout, config.store) == (12, "/books")
    assert config.origins["store"] == "STORYC_STORE"


@pytest.mark.parametrize(
    "text",
    [
        "[host.segmind]\napi_key = 'a-secret-word'",
        "api-key = 'a-secret-word'",
        "[host.segmind]\nkey = 'a-secret-word'",
        "SEGMIND_API_KEY = 'a-secret-word'",
        "token = 'a-secret-word'",
    ],
)
def test_a_setting_for_a_key_is_refused(tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "storyc.toml", text)
    with pytest.raises(ConfigError, match="would hold a key, and keys never live in project files") as caught:
        load(file, {}, {})
    assert "a-secret-word" not in str(caught.value)
    assert "SEGMIND_API_KEY" in str(caught.value)
