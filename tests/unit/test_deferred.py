"""What is imported later, by whoever needs it: it is what Python would have imported, and nobody else sees it stand in."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
before = {"textwrap", "platform", "urllib.parse", "typing_extensions"} & set(sys.modules)
from storyboard.system import deferred
deferred.import_all(("msgspec", "pathlib"))
assert not {*deferred._LATER, deferred._NEVER} & (set(sys.modules) - before), "something stands in a module's place"

import msgspec, uuid, pathlib
class Item(msgspec.Struct):
    '''
        An item
          with a name.'''
    at: uuid.UUID
    name: str = ""

assert msgspec.json.schema(Item)["$defs"]["Item"]["description"] == "An item\\n  with a name."
assert msgspec.inspect.type_info(Item).fields[1].name == "name"
import msgspec.inspect
assert msgspec.inspect is sys.modules["msgspec.inspect"]
assert pathlib.PurePosixPath("/a b").as_uri() == "file:///a%20b"
import platform, textwrap, urllib.parse
assert platform.system() == platform.uname().system
assert textwrap.dedent("  a") == "a"
assert urllib.parse.quote("a b") == "a%20b"
"""


def test_what_stands_in_for_a_module_becomes_it_and_leaves_no_trace() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)
