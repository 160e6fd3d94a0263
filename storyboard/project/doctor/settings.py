"""The settings of a project with their origins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import msgspec

from storyboard.config import CapSettings, Config
from storyboard.records.doctor import SettingRecord
from storyboard.system.addresses import shown
from storyboard.system.secrets import mask
from storyboard.timing import money_number


def settings(config: Config) -> Iterator[SettingRecord]:
    """Each key with its value and origin, in the order of the records; what looks like a key is masked."""
    for key, origin in config.origins.items():
        value = _value(config, key)
        value = shown(value) if isinstance(value, str) else value
        yield SettingRecord(key, mask(value) if isinstance(value, str) else msgspec.to_builtins(value), mask(origin))


def _value(config: Config, key: str) -> object:
    value: object = config
    for name in key.split("."):
        section = value
        value = cast("dict[str, object]", section)[name] if isinstance(section, dict) else getattr(section, name)
        if isinstance(section, CapSettings) and name != "clips" and isinstance(value, int):
            return money_number(value)
    return value
