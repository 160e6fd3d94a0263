"""What a compiled story depends on, and when it is out of date."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from storyboard.compiler.pipeline import Options
from storyboard.config import load
from storyboard.project.watch.ears import folders_of
from storyboard.project.watch.known import Known, differs, is_stale, look
from storyboard.project.watch.records import Watched
from tests.helpers import BAD

STORY = (
    "include: shared/cast.yaml\ntemplate: noir\n\nA lamp is lit.\nShot 1 [0-2s] @ANNA waits.\nShot 2 [2-5s] A face.\n"
)
CAST = "cast:\n  ANNA: a tall woman in grey\n"
TEMPLATE = "{% for shot in shots %}{{ shot.line }} and a mast\n{% endfor %}"
CONFIG = load(None, {}, {})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (("a.story", STORY), ("shared/cast.yaml", CAST), ("templates/prompts/noir.j2", TEMPLATE)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def looked(root: Path) -> Known:
    return look(root, "a.story", CONFIG, Options())


def test_nothing_has_changed(project: Path) -> None:
    known = looked(project)
    assert not is_stale(known)
    assert not known.has_errors, known.compiled.diagnostics
    assert not differs(known, looked(project))


@pytest.mark.parametrize("name", ["a.story", "shared/cast.yaml", "templates/prompts/noir.j2"])
def test_each_file_that_was_read_counts(project: Path, name: str) -> None:
    known = looked(project)
    (project / name).write_text((project / name).read_text().replace("a", "o"))
    assert is_stale(known)
    assert differs(known, looked(project))


def test_a_picture_counts_though_no_request_holds_it(project: Path) -> None:
    (project / "boards").mkdir()
    (project / "a.story").write_text(f"frames: boards\n{STORY}  picture: b.png\n")
    for name in ("b.png", "boards/1-1.png"):
        shutil.copy(BAD / "files" / "lamp.png", project / name)
    before = looked(project)
    assert not before.has_errors, before.compiled.diagnostics
    os.utime(project / "b.png", ns=(1, 1))
    after = looked(project)
    assert is_stale(before)
    assert differs(before, after)
    (project / "boards" / "1-1.png").rename(project / "boards" / "01-1.png")
    assert is_stale(after)
    assert differs(after, looked(project))


def test_a_file_that_takes_the_name_of_another_counts(project: Path) -> None:
    known = looked(project)
    (project / "a.story~").write_text(STORY.replace("face", "hand"))
    os.replace(project / "a.story~", project / "a.story")
    assert is_stale(known)


def test_a_file_that_was_missing_counts(project: Path) -> None:
    cast = (project / "shared" / "cast.yaml").rename(project / "cast.yaml")
    known = looked(project)
    assert known.has_errors
    cast.rename(project / "shared" / "cast.yaml")
    assert is_stale(known)
    assert not looked(project).has_errors


def test_a_profile_of_the_project_counts(project: Path) -> None:
    known = looked(project)
    (project / "profiles").mkdir()
    (project / "profiles" / "wan-2.6-t2v@segmind.yaml").write_text("")
    assert is_stale(known)


def test_other_files_do_not_count(project: Path) -> None:
    known = looked(project)
    (project / "shared" / "other.yaml").write_text("cast: {}\n")
    (project / "b.story").write_text(STORY)
    assert not is_stale(known)


def test_what_is_saved_without_a_change_is_nothing_to_tell(project: Path) -> None:
    known = looked(project)
    (project / "a.story").write_text(STORY)
    assert is_stale(known)
    assert not differs(known, looked(project))


def test_settings_count(project: Path) -> None:
    known = looked(project)
    other = look(project, "a.story", load(None, {}, {"rules.strict": True}), Options())
    assert differs(known, other)


def test_folders_are_those_of_all_that_was_asked_for(project: Path) -> None:
    top = project / "film"
    (top / "act").mkdir(parents=True)
    (top / ".hidden").mkdir()
    (top / "act" / "a.story").write_text(STORY)
    (project / "elsewhere").mkdir()
    known = look(project, "film/act/a.story", CONFIG, Options())
    found = folders_of([top], [Watched(project, CONFIG, ("film/act/a.story",))], [known])
    named = {folder.relative_to(project).as_posix() for folder in found}
    # `film/act/shared` is not there: what may become it is watched. `.` may get settings.
    assert named == {".", "film", "film/act", "templates/prompts"}
