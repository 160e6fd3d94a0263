"""Write stories, and the state that a paid build of all of them leaves: `python -m tools.bench.inside.bought FOLDER N`.

Every clip was paid for: the books, the store, the clips and the films are put in place without a host, a real clip of
some kilobytes each.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import nullcontext
from pathlib import Path


def story(number: int) -> str:
    """A story of one clip."""
    return f"A grey harbour.\nShot 1 [0-2s] The tide, seen from pier {number}.\nShot 2 [2-5s] A gull on it.\n"


def storyc(root: Path, count: int) -> None:
    """Write as many stories, and the state that a paid build of all of them leaves."""
    from storyboard.compiler.pipeline import Options, compile_story
    from storyboard.compiler.request import Request
    from storyboard.config import Config
    from storyboard.film.join import join
    from storyboard.ledger import HostPlace, open_ledger
    from storyboard.ledger.records import Caps, Reserved
    from storyboard.production import build
    from storyboard.production.files import bought, manifest, paths
    from storyboard.production.files.drawn import of_film
    from storyboard.production.plan import lockfile
    from storyboard.production.run.joined import film_key
    from storyboard.production.work import works
    from storyboard.source import DiskFiles
    from storyboard.store import open_store

    root.mkdir(parents=True)
    (root / "storyc.toml").write_text("", encoding="utf-8")
    for number in range(count):
        place = root / f"{number // 100:02}" / f"pier-{number:04}.story"
        place.parent.mkdir(exist_ok=True)
        place.write_text(story(number), encoding="utf-8")
    files, config, options = DiskFiles(root), Config(), Options()
    settings = build.BuildSettings(root, root / "build", 1)
    ledger = open_ledger(build.prepare(root), place=HostPlace("api.segmind.com"))
    store = open_store(root / ".storyc" / "store", ledger.owner)
    into = store.receive()
    into.write(footage())
    blob = store.keep(into)
    kept = store.path(blob.sha256)
    assert kept is not None
    joined = root / "joined.mp4"
    whole = join([kept], joined)
    mine = manifest.Manifest(root)
    entries: list[lockfile.Entry] = []
    requests: list[Request] = []
    for path in sorted(path.relative_to(root).as_posix() for path in root.glob("*/*.story")):
        for film in build.films(files, compile_story(files, path, config, options), config, options):
            (work,) = works(film, settings, files)
            (request,) = work.requests
            held = ledger.reserve(request, 5, Caps())
            assert isinstance(held, Reserved)
            id, name = held.attempt.id, f"{len(entries):032x}"
            ledger.begin_send(id)
            ledger.accepted(id, name)
            ledger.stored(id, blob.sha256, blob.size)
            ledger.recorded(id, request.price, 1.0)
            video, beside = paths.paid(work.base), paths.record(work.base)
            ledger.published(id, paths.from_root(root, video))
            attempt = ledger.attempt(id)
            assert attempt is not None
            why = bought.publish(kept, video, beside, request, attempt, 5000, request.price, lambda: nullcontext(mine))
            assert not why, why
            base = paths.film_base(settings.out, film.story, film.variant)
            part = manifest.temp_beside(paths.paid(base))
            shutil.copyfile(joined, part)
            record = of_film(
                film, key=film_key([blob.sha256]), digest=manifest.sha256(part), ms=round(whole.ms),
                clips=[(paths.from_root(root, video), blob.sha256)], encoded=[],
            )  # fmt: skip
            texts = [(manifest.write_part(text, data), text) for text, data in work.texts]
            beside = paths.record(base)
            mine.replace([(part, paths.paid(base)), (manifest.write_part(beside, record), beside), *texts])
            requests.append(request)
            entries.append(lockfile.entry(attempt, ledger=ledger.id, price=request.price))
    mine.save()
    lockfile.write(root, lockfile.merged(lockfile.NO_LOCK, entries, requests))
    ledger.close()


def footage() -> bytes:
    """A clip as it is ordered: five seconds in the size and rate of the model's default."""
    from storyboard.emulate.media import Clips, Footage
    from storyboard.profiles import DEFAULT, load

    profile = load(DEFAULT, None)
    clips = Clips()
    try:
        return clips.clip(Footage(size=profile.size.default.replace("*", "x"), ms=5000, fps=profile.fps), "clip")
    finally:
        clips.close()


def main() -> None:
    """Fill the folder that is named."""
    storyc(Path(sys.argv[1]), int(sys.argv[2]))


if __name__ == "__main__":
    main()
