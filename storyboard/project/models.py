"""Stories on several models: what each clip would be, cost and lose there, and which models lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import msgspec

from storyboard.compiler.losses import Loss, loss_record
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.diagnostics import Level
from storyboard.language.story import Clip, names
from storyboard.profiles import Profile, ProfileError, load, model_names, price
from storyboard.project.compiling import CompiledStory
from storyboard.project.records import Gathered, Project, ProjectError
from storyboard.project.selecting import lacking
from storyboard.records import losses as written
from storyboard.records.parts import ClipRef
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
    """Stories on models, those of a story together; stories with errors of their own; what is selected in vain."""

    stories: tuple[ModelStory, ...]
    faulty: tuple[CompiledStory, ...]
    lacking: tuple[str, ...]

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
        missing.update(dict.fromkeys(lacking(compiled, options)))
        if compiled.profile is not None:
            rows.append(_row(project.root, compiled, compiled.profile, options))
    return rows, [], list(missing)


def _row(root: Path, compiled: Compiled, profile: Profile, chosen: Options) -> ModelStory:
    wanted = [clip for clip in compiled.clips if _is_wanted(clip, compiled, chosen)]
    indexes = {clip.index for clip in wanted}
    variant = compiled.story.variant if compiled.story is not None else ""
    losses = tuple(loss for loss in compiled.losses if not indexes.isdisjoint(loss.clips))
    clips = tuple(_clip(clip, profile, losses, chosen) for clip in wanted)
    return ModelStory(root, compiled.path, variant, profile, clips, losses)


def _is_wanted(clip: Clip, compiled: Compiled, chosen: Options) -> bool:
    """Whether a clip is selected, by one of its names, or by an id that one of its requests has."""
    if not chosen.only or any(word.casefold() in names(clip) for word in chosen.only):
        return True
    return any(request.clip.index == clip.index for request in compiled.requests)


def _clip(clip: Clip, profile: Profile, losses: Sequence[Loss], chosen: Options) -> ModelClip:
    own = tuple(loss for loss in losses if clip.index in loss.clips)
    takes = len([take for take in range(1, clip.takes + 1) if not chosen.takes or take in chosen.takes])
    whole = clip.duration is not None and clip.duration // 1000 in profile.duration.allowed
    seconds = clip.duration // 1000 if clip.duration is not None and whole else None
    sized = all(loss.lost.what != "size" for loss in own)
    return ModelClip(
        ClipRef(clip.index, clip.title, clip.slug),
        takes,
        seconds,
        price(profile, clip.size, seconds) * takes if seconds is not None and sized else None,
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
