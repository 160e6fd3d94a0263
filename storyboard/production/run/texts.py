"""The texts of a run: what lies beside each clip, and which clips must not be written at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyboard.production.files import paths
from storyboard.production.files.manifest import FOLDER, Manifest, remove_leftovers
from storyboard.production.run.log import StepLog
from storyboard.production.run.parts import FilmRun, put_in_place
from storyboard.production.work import Claims, Work, conflict, differing


def write_texts(runs: Sequence[FilmRun], manifest: Manifest, log: StepLog) -> None:
    """Write what lies beside the clips, and take note of what must not be written."""
    bases = [place.base for run in runs for place in (run, *run.works)]
    folders = {manifest.root / FOLDER, *(base.parent for base in bases)}
    remove_leftovers(manifest.root, (folder for folder in folders if manifest.link_to(folder) is None))
    claims = Claims()
    for run in runs:
        _write(run, claims, manifest, log)


def say_written(runs: Sequence[FilmRun], log: StepLog) -> None:
    """Tell that no more than texts was written."""
    for run in runs:
        for work in run.works:
            if log.last(run.film, work.clip.index) is None:
                log.say_of(run.film, "written", work.clip.index, path=paths.prompt(work.base, 1))


def _write(run: FilmRun, claims: Claims, manifest: Manifest, log: StepLog) -> None:
    films = (paths.animatic(run.base), paths.paid(run.base))
    run.conflict = next(filter(None, (claims.conflict(run.film, path) for path in films)), "")
    good: list[Work] = []
    new: list[tuple[Path, bytes]] = []
    for work in run.works:
        texts = differing(work.texts)
        why = conflict(work, texts, claims, manifest)
        if why:
            log.say_of(run.film, "refused", work.clip.index, reason=why)
        else:
            good.append(work)
            new += texts
    state, why = put_in_place(manifest.root, manifest, new)
    if why:
        for work in good:
            log.say_of(run.film, state, work.clip.index, reason=why)
