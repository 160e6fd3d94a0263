"""The SHA-256 of a few texts, and of many."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from itertools import count

import pytest

from storyboard.system import hashing


@pytest.mark.parametrize("data", [b"", b"a", b"a" * 64, bytes(range(256)) * 9])
def test_it_is_what_hashlib_says(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = hashlib.sha256(data).hexdigest()
    for turns in (0, hashing._FEW - 1, hashing._FEW):  # by Python's own code, and by OpenSSL
        monkeypatch.setattr(hashing, "_turns", count(turns))
        assert hashing.sha256(data) == expected


def test_without_a_function_of_its_own_python_asks_hashlib(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(hashing, "_turns", count())
    hashing._own.cache_clear()
    try:
        assert hashing._own() is None
        assert hashing.sha256(b"a") == hashlib.sha256(b"a").hexdigest()
    finally:
        hashing._own.cache_clear()


def test_a_few_hashes_load_no_openssl() -> None:
    code = "import sys; from storyboard.system.hashing import sha256; sha256(b''); print('_hashlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
