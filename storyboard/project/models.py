"""Stories on several models: what each clip would be, cost and lose there, and which models lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from storyboard.compiler.losses import Loss, loss_record, paid_seconds, take_price
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.compiler.request import belongs_to, take_id
from storyboard.diagnostics import Level
from storyboard.language.story import Clip, names
from storyboard.profiles import Profile, ProfileError, load, model_names
from storyboard.project.compiling import CompiledStory
from storyboard.project.records import Gathered, Project, ProjectError
from storyboard.project.selecting import lacking
from storyboard.records import losses as written
from storyboard.records.clip import ClipRef
from storyboard.timing import money_number

Progress = Callable[[int, int, str], None]


class ModelClip(msgspec.Struct, frozen=True):
    """A clip on one model: `seconds` and `price`, that of its takes in micro-dollars, None where it cannot be of such.

    `kept` is how many of its shots the model gets as they are written.
    """

    clip: ClipRef
    takes: int
    seconds: int | None
    price: int | None
    shots: int
    kept: int
    losses: tuple[Loss, ...]


class ModelStory(msgspec.Struct, frozen=True):
    """A story, or a variant of it, on one model: its clips there and each loss once; sums are None where one is.

    `root` is that of its project.
    """

    root: Path
    story: str
    variant: str
    profile: Profile
    clips: tuple[ModelClip, ...]
    losses: tuple[Loss, ...]

    @property
    def takes(self) -> int:
        """How many clips would be paid for."""
        return sum(clip.takes for clip in self.clips)

    @property
    def seconds(self) -> int | None:
        """The seconds that would be paid for."""
        return _sum([None if clip.seconds is None else clip.seconds * clip.takes for clip in self.clips])

    @property
    def price(self) -> int | None:
        """The price of all takes in micro-dollars."""
        return _sum([clip.price for clip in self.clips])

    def count(self, weight: Level) -> int:
        """How many losses have a weight."""
        return sum(loss.weight is weight for loss in self.losses)

    @property
    def records(self) -> Iterator[written.ComparedClip]:
        """The clips as they are written."""
        for row in self.clips:
            yield written.ComparedClip(
                story=self.story,
                variant=self.variant,
                clip=row.clip,
                model=self.profile.id,
                takes=row.takes,
                seconds=row.seconds,
                price_usd=None if row.price is None else money_number(row.price),
                shots=row.shots,
                shots_kept=row.kept,
                losses=tuple(map(loss_record, row.losses)),
            )


class Comparison(msgspec.Struct, frozen=True):
    """Stories on models, those of a story together, and stories with errors of their own, which are `unusable` for it.

    A mistake is what could not be opened or is selected in vain.
    """

    stories: tuple[ModelStory, ...]
    unusable: tuple[CompiledStory, ...] = ()
    mistakes: tuple[str, ...] = ()

    @property
    def clips(self) -> tuple[written.ComparedClip, ...]:
        """Each clip on each model: its length, its price, and what would be lost; a story's models as in `by_story`."""
        return tuple(clip for rows in self.by_story for row in rows for clip in row.records)

    @property
    def by_story(self) -> list[tuple[ModelStory, ...]]:
        """The models of each story or variant, those first that lose least, then the cheapest."""
        groups = groupby(self.stories, key=lambda row: (row.root, row.story, row.variant))
        return [tuple(sorted(group, key=_order)) for _, group in groups]


class Fit(msgspec.Struct, frozen=True):
    """A model that loses nothing of some stories: their clips, takes and seconds there, and the price."""

    profile: Profile
    clips: int
    takes: int
    seconds: int
    price: int

    @property
    def record(self) -> written.FittingModel:
        """The model as it is written."""
        return written.FittingModel(
            model=self.profile.id,
            title=self.profile.title,
            status=self.profile.status.state,
            clips=self.clips,
            takes=self.takes,
            seconds=self.seconds,
            price_usd=money_number(self.price),
            price_evidence=self.profile.price.evidence,
        )


class Fits(msgspec.Struct, frozen=True):
    """The models that take stories as they are, the cheapest first, out of how many that were tried."""

    models: tuple[Fit, ...]
    tried: int
    faulty: tuple[CompiledStory, ...] = ()
    lacking: tuple[str, ...] = ()


def known(project: Project, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The models that are meant: those that are wanted, else all that a project knows and that can be read.

    Raises ProjectError for one that is wanted and is not known.
    """
    named: list[str] = []
    for name in dict.fromkeys(wanted or model_names(project.files)):
        try:
            load(name, project.files)
        except ProfileError as error:
            if wanted:
                raise ProjectError(str(error)) from error
        else:
            named.append(name)
    return tuple(named)


def compared(gathered: Gathered, wanted: Sequence[str], chosen: Options, progress: Progress) -> Comparison:
    """All stories on each of the wanted models, or on all that are known. Raises ProjectError for an unknown one."""
    stories: list[ModelStory] = []
    faulty: list[CompiledStory] = []
    vain: dict[str, None] = {}
    total, done = sum(len(project.stories) for project in gathered.projects), 0
    for project in gathered.projects:
        models = known(project, wanted)
        for path in project.stories:
            progress(done, total, path)
            done += 1
            for variant in _variants(project, path, chosen):
                rows, wrong, missing = _on_each(project, path, models, msgspec.structs.replace(chosen, variant=variant))
                stories += rows
                faulty += wrong
                vain.update(dict.fromkeys(missing))
    progress(total, total, "")
    return Comparison(tuple(stories), tuple(faulty), tuple(vain))


def fitting(gathered: Gathered, chosen: Options, progress: Progress) -> Fits:
    """The models that all stories can be made with as they are; one that is withdrawn makes nothing.

    A model is looked at no further once it loses something.
    """
    sums: dict[str, Fit] = {}
    out: set[str] = set()
    total, done = sum(len(project.stories) for project in gathered.projects), 0
    for project in gathered.projects:
        names_here = known(project)
        out |= sums.keys() - set(names_here)
        for path in project.stories:
            progress(done, total, path)
            done += 1
            for variant in _variants(project, path, chosen):
                models = [name for name in names_here if name not in out]
                here = msgspec.structs.replace(chosen, variant=variant)
                rows, wrong, missing = _on_each(project, path, models, here)
                if wrong or missing:
                    progress(total, total, "")
                    return Fits((), len(names_here), tuple(wrong), tuple(missing))
                for row in rows:
                    fit = _added(sums.get(row.profile.id), row)
                    if fit is None:
                        out.add(row.profile.id)
                    else:
                        sums[row.profile.id] = fit
    progress(total, total, "")
    fits = [fit for name, fit in sums.items() if name not in out]
    return Fits(tuple(sorted(fits, key=lambda fit: (fit.price, fit.profile.id))), len(sums.keys() | out))


def _added(fit: Fit | None, row: ModelStory) -> Fit | None:
    """A fit with one more story, None where that loses something."""
    price, seconds = row.price, row.seconds
    if row.losses or price is None or seconds is None or row.profile.status.state == "withdrawn":
        return None
    before = fit or Fit(row.profile, 0, 0, 0, 0)
    return Fit(
        row.profile,
        before.clips + len(row.clips),
        before.takes + row.takes,
        before.seconds + seconds,
        before.price + price,
    )


def _variants(project: Project, path: str, chosen: Options) -> tuple[str, ...]:
    """The variants that are meant, "" being the story itself."""
    if chosen.variant != "all":
        return (chosen.variant,)
    compiled = compile_story(project.files, path, project.config, msgspec.structs.replace(chosen, variant=""))
    scope = compiled.scopes.get("")
    return ("", *scope.variants) if scope is not None else ("",)


def _on_each(
    project: Project, path: str, models: Sequence[str], chosen: Options
) -> tuple[list[ModelStory], list[CompiledStory], list[str]]:
    """A story on each model; else the story with the errors of its own, which it has on any."""
    rows: list[ModelStory] = []
    missing: dict[str, None] = {}
    for model in models:
        options = msgspec.structs.replace(chosen, model=model)
        compiled = compile_story(project.files, path, project.config, options)
        own = tuple(at for at in compiled.diagnostics if at.level is Level.ERROR and at.finding.lost is None)
        if own:
            return [], [CompiledStory(project, msgspec.structs.replace(compiled, diagnostics=own, requests=()))], []
        missing.update(dict.fromkeys((*lacking(compiled, options), *_no_ids(compiled, options))))
        if compiled.profile is not None:
            rows.append(_row(project.root, compiled, compiled.profile, options))
    return rows, [], list(missing)


def _no_ids(compiled: Compiled, chosen: Options) -> Iterator[str]:
    """The ids that are selected and that no clip of their story has, a phrase each."""
    own = [word for word in chosen.only if belongs_to(word, compiled.path)]
    known = {id for clip in compiled.clips for id in _ids(clip, compiled)} if own else set[str]()
    yield from (f"`{compiled.path}`: there is no clip `{word}`" for word in own if word not in known)


def _row(root: Path, compiled: Compiled, profile: Profile, chosen: Options) -> ModelStory:
    wanted = [clip for clip in compiled.clips if _is_wanted(clip, compiled, chosen)]
    indexes = {clip.index for clip in wanted}
    losses = tuple(loss for loss in compiled.losses if not indexes.isdisjoint(loss.clips))
    clips = tuple(_clip(clip, profile, losses, _takes(clip, compiled, chosen)) for clip in wanted)
    return ModelStory(root, compiled.path, _variant(compiled), profile, clips, losses)


def _variant(compiled: Compiled) -> str:
    return compiled.story.variant if compiled.story is not None else ""


def _is_wanted(clip: Clip, compiled: Compiled, chosen: Options) -> bool:
    """Whether a clip is selected, by one of its names or an id, also where its model refuses it."""
    return _is_named(clip, chosen) or bool(_ids(clip, compiled) & set(chosen.only))


def _is_named(clip: Clip, chosen: Options) -> bool:
    return not chosen.only or any(word.casefold() in names(clip) for word in chosen.only)


def _ids(clip: Clip, compiled: Compiled) -> set[str]:
    return {take_id(compiled.path, clip, _variant(compiled), take) for take in range(1, clip.takes + 1)}


def _takes(clip: Clip, compiled: Compiled, chosen: Options) -> int:
    """How many takes of a clip are selected."""
    takes = [take for take in range(1, clip.takes + 1) if not chosen.takes or take in chosen.takes]
    if _is_named(clip, chosen):
        return len(takes)
    return sum(take_id(compiled.path, clip, _variant(compiled), take) in chosen.only for take in takes)


def _clip(clip: Clip, profile: Profile, losses: Sequence[Loss], takes: int) -> ModelClip:
    own = tuple(loss for loss in losses if clip.index in loss.clips)
    cost = take_price(clip, profile, own)
    return ModelClip(
        ClipRef(clip.index, clip.title, clip.slug),
        takes,
        paid_seconds(clip, profile),
        None if cost is None else cost * takes,
        len(clip.shots),
        len(clip.shots) - len({number for loss in own for number in loss.lost.shots}),
        own,
    )


def _order(row: ModelStory) -> tuple[int, int, bool, int, str]:
    return row.count(Level.ERROR), row.count(Level.WARNING), row.price is None, row.price or 0, row.profile.id


def _sum(values: Sequence[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
