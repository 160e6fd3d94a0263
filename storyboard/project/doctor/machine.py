"""What this machine has: Python, the extras, the fonts, and a clock."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import storyboard
from storyboard.project.doctor import Check, State
from storyboard.recall import asked, keeping
from storyboard.recall import records as kept
from storyboard.system.extras import EXTRAS, install

_LATIN, _CJK = "A", "中"
_APART = 2.0  # seconds; some file systems count no finer
_ADRIFT = 60.0  # seconds by which a host's clock may differ, its answer's way included


def python() -> Check:
    """The Python that runs, which is new enough where this is read at all."""
    system = f"{platform.system()} {platform.machine()}".strip() or sys.platform
    return Check("python", "ok", f"{platform.python_implementation()} {platform.python_version()} on {system}")


def itself() -> Check:
    """The storyc that runs, and where it lies."""
    return Check("storyc", "ok", f"{storyboard.__version__} in {Path(storyboard.__file__).parent}")


def records() -> Check:
    """How many answers of earlier runs are kept where, and for which state of the program."""
    folder = kept.place()
    if folder is None:
        return Check("records", "ok", "no answers are kept: the environment says so, or names no folder for them")
    if not os.path.lexists(folder):
        return Check("records", "ok", f"no answers were kept so far; they would lie in {folder}")
    if not kept.is_own(folder):
        why = f"{folder} is not this user's alone, so nothing in it is believed"
        return Check("records", "warning", why, f"delete it, or run `chmod 700 '{folder}'`")
    count, size = keeping.usage(folder)
    stamp = asked.program_stamp(os.path.dirname(storyboard.__file__)).hex()[:12]
    most = f"{count} of {keeping.MOST_RECORDS} answers, {size / 1e6:.1f} of {keeping.MOST_BYTES >> 20} MB"
    words = f"{most}, in {folder}; the program's stamp is {stamp}"
    return Check("records", "ok", words, "to delete them, run `storyc doctor --clear-records`" if count else "")


def extras(missing: State) -> Iterator[Check]:
    """Each extra with the versions of its packages; a `video` that is not there has the state `missing`."""
    for name, extra in EXTRAS.items():
        versions = {package: _version(package) for package in extra.packages}
        lacking = [package for package, number in versions.items() if not number]
        help = f"for {extra.purpose}: `{install(name)}`"
        if lacking:
            state = missing if name == "video" else "note"
            yield Check(name, state, f"not installed: {', '.join(lacking)}", help)
            continue
        why = _unloadable() if name == "video" else ""
        listed = ", ".join(f"{package} {number}" for package, number in versions.items())
        yield Check(name, missing, f"cannot be loaded: {why}", help) if why else Check(name, "ok", listed)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _unloadable() -> str:
    """Why the packages of `video` cannot be imported, empty where they can."""
    try:
        import av
        import PIL.Image
    except ImportError as error:
        return str(error).splitlines()[0][:200]
    return "" if av and PIL.Image else "they are empty"


def fonts() -> Check:
    """Which fonts draw Latin letters, and Chinese, Japanese and Korean ones."""
    try:
        from storyboard.film.animatic import fonts
    except (ImportError, PackageNotFoundError):
        return Check("fonts", "note", "not looked at without the extra `video`")
    latin = fonts.latin() or fonts.other(_LATIN, "en")
    cjk = fonts.cjk("zh") or fonts.other(_CJK, "zh")
    if latin is None:
        return Check("fonts", "warning", "no font draws Latin letters", f"run `{install('video')}`")
    if cjk is None:
        help = f"where stories have such letters, run `{install('cjk')}`"
        return Check("fonts", "note", f"{_file(latin.path)}; none draws Chinese, Japanese or Korean", help)
    return Check("fonts", "ok", ", ".join(dict.fromkeys((_file(latin.path), _file(cjk.path)))))


def voice() -> Check:
    """Whether the dialogue of free films is heard."""
    try:
        from storyboard.film.animatic.sound import has_voice
    except (ImportError, PackageNotFoundError):
        return Check("voice", "note", "not looked at without the extra `video`")
    if not has_voice():
        help = "to hear it, install the program `espeak-ng` with your system's package manager"
        return Check("voice", "note", "without `espeak-ng` the dialogue of drawn films is silent", help)
    return Check("voice", "ok", "`espeak-ng` speaks the dialogue of drawn films")


def _file(path: str) -> str:
    return os.path.basename(path)


def clock(folder: Path, known: str, host_time: datetime | None = None) -> Check:
    """This machine's clock against the time of a new file, the host's where it is given, and a day that was reached.

    `known` is the latest day on which a fact of a profile was checked, as YYYY-MM-DD.
    """
    now = datetime.now(UTC)
    shown = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    help = "set the clock: caps count by the day, and jobs are looked for by their time"
    if f"{now:%Y-%m-%d}" < known:
        return Check("clock", "warning", f"{shown}, before {known}, when a fact of the models was checked", help)
    apart = _apart(folder)
    if apart is not None and abs(apart) > _APART:
        return Check("clock", "warning", f"{shown}, and a new file's time is {_by(apart)}", help)
    if host_time is not None:
        drift = (host_time - now).total_seconds()
        if abs(drift) > _ADRIFT:
            return Check("clock", "warning", f"{shown}, and the host's clock is {_by(drift)}", help)
        return Check("clock", "ok", f"{shown}, the host's within {max(1, round(abs(drift)))} s")
    return Check("clock", "ok", shown)


def _by(seconds: float) -> str:
    return f"{abs(seconds):.0f} s {'ahead' if seconds > 0 else 'behind'}"


def _apart(folder: Path) -> float | None:
    """The seconds by which a new file's time is ahead of the clock, None where no file can be made."""
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(b"\0")
            stream.flush()
            return os.fstat(stream.fileno()).st_mtime - time.time()
    except OSError:
        return None
