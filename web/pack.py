"""Run by web/build.mjs in the engine: packs /tree/python with the bytecode of whatever the samples make it import."""

import importlib.util
import json
import marshal
import sys
import zipfile
from pathlib import Path

TREE = Path("/tree/python")
# The same date in each build, so that the same sources give the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)

sys.path.insert(0, str(TREE))
sys.dont_write_bytecode = True

from tab import Tab  # noqa: E402

tab = Tab()
for sample in json.loads(samples):  # noqa: F821  web/build.mjs sets it
    tab.open(json.dumps(sample["texts"]), sample["path"])
    tab.check()
    tab.cards()
    tab.fix(unsafe=True)
    tab.layout()
for model in json.loads(tab.models()):
    tab.compare(model)
tab.read("start,end,action\n0,3,A lamp is lit.\n3,5,A hand reaches in.\n")
tab.read("A lamp. 0-3s: it is lit. 3-5s: a hand.")

used = {Path(module.__file__) for module in sys.modules.values() if getattr(module, "__file__", None)}
with zipfile.ZipFile("/compiler.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(path for path in TREE.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        name = path.relative_to(TREE).as_posix()
        archive.writestr(zipfile.ZipInfo(name, DATE), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
        if path in used and path.suffix == ".py":
            code = compile(path.read_bytes(), f"/compiler/{name}", "exec", dont_inherit=True, optimize=0)
            # Unchecked: the source is not looked at, whatever its date after the page has unpacked it.
            head = (
                importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(path.read_bytes())
            )
            cached = importlib.util.cache_from_source(name)
            archive.writestr(zipfile.ZipInfo(cached, DATE), head + marshal.dumps(code), zipfile.ZIP_DEFLATED, 9)
