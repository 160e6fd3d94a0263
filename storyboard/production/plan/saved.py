"""A plan that was saved: what it says is meant, and whether it is still what a build would do."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Options
from storyboard.diagnostics import UserError
from storyboard.ledger.records import HostPlace
from storyboard.production import plan
from storyboard.production.plan import BOUGHT, PlanRow, ProjectPlan
from storyboard.records import OtherSchema, decoded, schema_of
from storyboard.records.plan import Saved, Selection
from storyboard.source import Files
from storyboard.source.files import read_regular
from storyboard.timing import money, money_number

_MOST = 64 << 20
_SHOWN = 5
# By whether a saved plan is of a rehearsal, where the build is of the other side.
_OTHER_SIDE = {
    True: "the plan is that of a rehearsal, and the build is for money",
    False: "the plan is for money, and the build is a rehearsal",
}


class PlanError(UserError):
    """A file is no plan that can be done; the text says why."""


def selection(stories: Sequence[str], chosen: Options) -> Selection:
    """What a command line means."""
    return Selection(tuple(stories), chosen.model, chosen.variant, chosen.sets, chosen.only, chosen.takes)


def options(selection: Selection) -> Options:
    """The compiler's options that select so."""
    return Options(selection.model, selection.variant, selection.set, selection.only, selection.take)


def save(parts: Sequence[ProjectPlan], selection: Selection, host: str) -> Saved:
    """A plan that says what is meant and where its jobs would run, with its digest."""
    # What is agreed to is the same whatever the models are said to lose.
    planned = plan.record([msgspec.structs.replace(part, losses={}) for part in parts])
    rehearsal = any(part.rehearsal for part in parts)
    saved = Saved(**msgspec.structs.asdict(planned), host=host, selection=selection, rehearsal=rehearsal)
    return msgspec.structs.replace(saved, digest=digest(saved))


def anew(saved: Saved, root: Path) -> str:
    """The command that plans the same once more, as somebody types it in the working folder."""
    meant = saved.selection
    places = [root / story for story in meant.stories]
    if len(places) > _SHOWN:
        places = [Path(os.path.commonpath([place.parent for place in places]))]
    flags = [("--model", meant.model), ("--variant", meant.variant), *(("--set", "=".join(pair)) for pair in meant.set)]
    flags += [*(("--only", clip) for clip in meant.only), *(("--take", str(take)) for take in meant.take)]
    words = [*map(os.path.relpath, places), *(word for flag, value in flags if value for word in (flag, value))]
    return f"storyc plan {shlex.join(words)} -o FILE"


def digest(saved: Saved) -> str:
    """The SHA-256 in hex of all that a plan says but its digest, as UTF-8 JSON with sorted keys and no spaces."""
    values: dict[str, object] = msgspec.to_builtins(saved)
    del values["digest"]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def flaws(saved: Saved, here: HostPlace) -> Iterator[str]:
    """Where a plan is not the one that was saved, or is for another host than the one that would be paid."""
    if not saved.digest:
        yield "the plan has no digest, as an older storyc has saved it"
    elif saved.digest != digest(saved):
        yield f"the plan was changed since it was saved: its digest is {digest(saved)}, not {saved.digest[:64]}"
    prices = {clip.request_sha256: clip.price_usd for clip in saved.clips if clip.state in BOUGHT}
    total = money_number(sum(round(price * 1_000_000) for price in prices.values()))
    if saved.total_usd != total:
        yield f"the plan says that it comes to {saved.total_usd} USD, and the prices of its clips come to {total} USD"
    if saved.rehearsal != here.rehearsal:
        yield _OTHER_SIDE[saved.rehearsal]
    elif saved.digest and saved.host != here.name:
        yield f"the plan is for {saved.host or 'no host'}, and the clips would be made at {here.name}"


def load(path: str) -> Saved:
    """The plan that a file holds. Raises PlanError."""
    try:
        data = read_regular(Path(path), _MOST + 1)
        if len(data) > _MOST:
            raise PlanError(f"--plan: `{path}` is longer than {_MOST:,} bytes")
        return decoded(data, Saved)
    except OSError as error:
        raise PlanError(f"--plan: `{path}` cannot be read: {error.strerror or error}") from error
    except OtherSchema as error:
        raise PlanError(f"--plan: `{path}` is `{error.schema[:60]}` and not `{schema_of(Saved)}`") from error
    except msgspec.DecodeError as error:
        raise PlanError(f"--plan: `{path}` is no plan that `storyc plan -o` has saved: {error}") from error


def differences(saved: Saved, rows: Sequence[PlanRow], files: Files, *, part: bool = False) -> Iterator[str]:
    """What a build would do otherwise than a saved plan says, as phrases; nothing where it is exactly that.

    Who buys less than was planned, since somebody has bought it meanwhile, does what the plan says. Who has bought by
    this very plan, and given the clip up, has had what the plan consents to. A build that is a `part` of the plan, a
    shard, lacks clips of it.
    """
    before = {(clip.story, clip.variant, clip.clip.index, clip.take): clip for clip in saved.clips}
    for row, clip in zip(rows, plan.record([ProjectPlan(tuple(rows), files)]).clips, strict=True):
        name = plan.called(clip.story, clip.variant, clip.clip.index, clip.take)
        was = before.pop((clip.story, clip.variant, clip.clip.index, clip.take), None)
        if was is None:
            yield f"{name} is not in the plan"
        elif was.request_sha256 != clip.request_sha256:
            yield f"{name} would be another request than the one that was planned"
        elif clip.state in BOUGHT and was.state not in BOUGHT:
            yield f"{name} is {clip.state}, planned was {was.state}"
        elif clip.state in BOUGHT and (was.price_usd != clip.price_usd or was.seconds != clip.seconds):
            planned = f"{was.price_usd} USD for {was.seconds} s"
            yield f"{name} costs {clip.price_usd} USD for {clip.seconds} s, planned were {planned}"
        elif spent := next((old for old in row.lost if old.consent and old.consent.plan == saved.digest), None):
            yield f"{name} was bought by this plan as attempt `{spent.id}`, which has spent {money(spent.spent)} USD"
        elif was.clip != clip.clip:
            yield f"{name} is called `{clip.clip.title}`, planned was `{was.clip.title}`"
    for clip in () if part else before.values():
        yield f"`{clip.story}` clip {clip.clip.index} is in the plan and not in the story"
