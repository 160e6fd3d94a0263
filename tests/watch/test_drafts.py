"""What is drawn again, and what a newer save makes useless."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from storyboard.compiler.pipeline import Options
from storyboard.config import load
from storyboard.production import build
from storyboard.production.build import BuildSettings, FilmOrder, Step, Tell
from storyboard.project.watch import Drafted, Drafting, Watched
from storyboard.project.watch.drafts import Drafts
from storyboard.project.watch.known import Known, look
from storyboard.project.watch.run import _look
from storyboard.source import Files
from tests.cli.stories import BAD, GOOD

CONFIG = load(None, {}, {"provider": "segmind"})


class Easel:
    """Drafts, and what they have told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.heard: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.drafts = Drafts(self.heard, Options())
        self.told: list[object] = []

    def story(self, name: str, text: str) -> Known:
        (self.root / name).write_text(text)
        return look(self.root, name, CONFIG, Options())

    def until(self, kind: type) -> None:
        while not self.told or not isinstance(self.told[-1], kind):
            self.told.append(self.heard.get(timeout=20))

    def finish(self) -> tuple[Step, ...]:
        """The last steps of all that was wanted."""
        while True:
            self.told.append(None)
            self.until(Drafted)
            drafted = self.told[-1]
            assert isinstance(drafted, Drafted)
            self.drafts.ended(drafted)
            if drafted.whole:
                return drafted.steps


def drawn(films: Sequence[FilmOrder], settings: BuildSettings, files: Files, tell: Tell) -> tuple[Step, ...]:
    """As `build.build`, without pictures: `test_watch.py` has those."""
    for _ in range(20):
        tell(Step("progress"))
        time.sleep(0.01)
    return tuple(Step("done", film.story, path=settings.out / film.story) for film in films)


@pytest.fixture
def easel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Easel]:
    monkeypatch.setattr(build, "build", drawn)
    easel = Easel(tmp_path)
    yield easel
    easel.drafts.close()


def test_a_newer_save_ends_the_drawing_and_what_was_wanted_still_is(easel: Easel) -> None:
    easel.drafts.want([easel.story("a.story", GOOD), easel.story("b.story", GOOD)], ())
    easel.until(Drafting)
    easel.drafts.want([easel.story("b.story", GOOD.replace("face", "hand"))], ())
    steps = easel.finish()
    assert [told.whole for told in easel.told if isinstance(told, Drafted)] == [False, True]
    # What was saved last comes first.
    assert [step.story for step in steps if not step.clip] == ["b.story", "a.story"]
    assert {step.path for step in steps if not step.clip} == {
        easel.root / "build" / "_draft" / "a.story",
        easel.root / "build" / "_draft" / "b.story",
    }


def test_what_is_gone_or_has_errors_is_not_drawn(easel: Easel) -> None:
    one, two = easel.story("a.story", GOOD), easel.story("b.story", GOOD)
    easel.drafts.want([one, two], ())
    easel.drafts.want([easel.story("a.story", BAD)], [two.key])
    assert easel.drafts.wanted == {}
    easel.until(Drafted)
    easel.drafts.ended(easel.told[-1])  # type: ignore[arg-type]
    assert easel.drafts.thread is None


def test_a_story_that_is_gone_for_a_moment_is_not_gone(easel: Easel) -> None:
    known = easel.story("a.story", GOOD)
    here = [(), (Watched(easel.root, CONFIG, ("a.story",)),)]
    _, looked = _look(lambda: here.pop(0), [known], Options())
    assert looked.gone == ()
    assert looked.changed == ()
    _, looked = _look(lambda: (), [known], Options())
    assert looked.gone == (known.key,)
