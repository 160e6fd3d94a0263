"""Many stories at once: what a paid build would do and cost, what models would make of it, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.api.opening import Stories
from storyboard.compiler.pipeline import Options
from storyboard.ledger.records import LedgerTrouble
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.project.comparing import ComparedStories, compared, of_projects
from storyboard.project.models import Comparison
from storyboard.project.models import compared as on_models
from storyboard.project.planning import PlannedStories, planned
from storyboard.project.records import Gathered, Project, ProjectError
from storyboard.project.selecting import narrowed
from storyboard.records.api import Refused

_ALL = Options()


def plan(stories: Stories, options: Options = _ALL) -> PlannedStories | Refused:
    """What a paid build would do and cost: `clips`, each with its state and its price, and `total_usd`.

    Stories on the disk are held against the ledger and the `storyc.lock` of their project, which are only read; of
    stories in memory or in a revision everything is `new`. A clip that is `cached` has its price, and no part in the
    total. `unusable` are the stories that add nothing. Refused where the books cannot be read.

    >>> import storyboard
    >>> plan = storyboard.plan(storyboard.open_texts({"a.story": "Shot 1 [0-5s] A lamp."}))
    >>> [(clip.state, clip.seconds, clip.price_usd) for clip in plan.clips], plan.total_usd
    ([('new', 5, 0.625)], 0.625)
    """
    try:
        return planned(stories.projects, options)
    except (LockTrouble, LedgerTrouble, ProjectError) as trouble:
        return Refused(str(trouble))


def compare(stories: Stories, models: Sequence[str] = (), options: Options = _ALL) -> Comparison | Refused:
    """What each clip would be on several models: `clips`, each with its length, its price and its `losses`.

    Without `models` these are all that the stories' projects know, as `storyc models` lists them. Prices are those with
    an empty store. Stories with errors of their own, which they have on any model, are `unusable`; a loss is none of
    them. Refused where a model is not known.

    >>> import storyboard
    >>> stories = storyboard.open_texts({"a.story": "seed: 7\\nShot 1 [0-2.5s] A lamp.\\nShot 2 [2.5-5s] A hand."})
    >>> models = storyboard.compare(stories, ["kling-v3@kling", "wan-2.6@fal"])
    >>> for clip in models.clips:
    ...     print(clip.model, clip.seconds, clip.price_usd, [loss.what for loss in clip.losses])
    wan-2.6@fal 5 0.5 ['times']
    kling-v3@kling 5 0.63 ['seed', 'times']
    """
    try:
        meant = narrowed(Gathered(stories.projects, missing=False), options)
        comparison = on_models(meant, models, options, lambda done, total, path: None)
    except ProjectError as trouble:
        return Refused(str(trouble))
    return msgspec.structs.replace(comparison, mistakes=(*stories.mistakes, *comparison.mistakes))


def diff(old: Stories, new: Stories, options: Options = _ALL) -> ComparedStories:
    """What became of each clip between two states of stories: `clips`, each with its `change`, and `total_usd`.

    A clip has changed when its request has other bytes, both sides being compiled by this version. Prices are those
    with an empty store. New stories with errors are `unusable`, and nothing is said of their clips; of old ones with
    errors there is a phrase in `notes`. What could not be opened on either side is in `mistakes`, and its clips may
    look new or gone without being it. The files of a revision must still be open.

    >>> import storyboard
    >>> old = storyboard.open_texts({"a.story": "# Door\\nShot 1 [0-5s] A lamp."})
    >>> new = storyboard.open_texts({"a.story": "# Door\\nShot 1 [0-5s] A red lamp."})
    >>> [(clip.clip.title, clip.change, clip.price_usd) for clip in storyboard.diff(old, new).clips]
    [('Door', 'changed', 0.625)]
    """
    chosen = msgspec.structs.replace(options, only=())
    then_at = f"`{old.revision}`" if old.revision else "its old text"
    changes = compared(of_projects(_pairs(old.projects, new.projects), chosen, then_at), options)
    unopened = dict.fromkeys((*old.mistakes, *new.mistakes))
    return msgspec.structs.replace(changes, mistakes=(*unopened, *changes.mistakes))


def _pairs(old: tuple[Project, ...], new: tuple[Project, ...]) -> Iterator[tuple[Project, Project]]:
    """Each project as it was and as it is, without stories where it is not; one and one are the same, wherever."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    before = {project.root: project for project in old}
    for now in new:
        yield before.pop(now.root, msgspec.structs.replace(now, stories=())), now
    for project in before.values():
        yield project, msgspec.structs.replace(project, stories=())
