"""The Python API: what `import storyboard` does and does not do, and that it says what the commands say."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import storyboard
from storyboard import api
from storyboard.cli import run
from storyboard.production.plan.lockfile import FILE
from storyboard.records.schemas import kinds
from tests.api.running import python
from tests.cli.stories import BAD, GOOD
from tests.helpers import ROOT, SAMPLES
from tests.schemas.validating import hold

Captured = pytest.CaptureFixture[str]
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
FIXABLE = "duration: 5\nShot 1 [0-3s] A lamp.\nShot 3 [3-5s] A hand.\n"


def said(capsys: Captured, *words: str, code: int = 0) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert run(list(words)) == code
    return capsys.readouterr().out


def compiled(text: str | bytes, **options: Any) -> storyboard.CompiledStory:
    return storyboard.compile_story(storyboard.open_text(text), storyboard.Options(**options))


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a good, a bad and a fixable story, in a folder of a repository with one commit."""
    for name, text in {"a.story": GOOD, "bad.story": BAD, "fix.story": FIXABLE, "storyc.toml": ""}.items():
        (tmp_path / name).write_text(text)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*GIT, *words], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- names -------------------------------------------------------------------------------------------------------


def test_import_imports_nothing(tmp_path: Path) -> None:
    """Whatever may be asked of the package without a word of the API."""
    program = """
import __future__
before = set(sys.modules)
import storyboard
print(storyboard.__all__, storyboard.__version__, dir(storyboard))
assert set(sys.modules) - before == {"storyboard"}, set(sys.modules) - before
storyboard.plan
assert "storyboard.api" in sys.modules
"""
    assert "compile_story" in python(program, tmp_path)


def test_no_command_imports_the_api(film: Path) -> None:
    program = """
sys.meta_path.pop(0)
from storyboard.cli import run
run(["check", "a.story"])
assert "storyboard.api" not in sys.modules
"""
    python(program, film)


def test_the_package_has_the_names_of_the_api_and_their_types() -> None:
    """What runs, what is promised and what a type checker sees are written in three places, and are one."""
    tree = ast.parse((ROOT / "storyboard" / "__init__.py").read_text(encoding="utf-8"))
    (typed,) = [node for node in tree.body if isinstance(node, ast.If)]
    (imported,) = typed.body
    assert isinstance(imported, ast.ImportFrom)
    assert imported.module == "storyboard.api"
    assert [name.name for name in imported.names] == storyboard.__all__ == api.__all__ == sorted(api.__all__)
    assert all(name.asname is None for name in imported.names)
    assert (ROOT / "storyboard" / "py.typed").exists()
    for name in storyboard.__all__:
        assert getattr(storyboard, name) is getattr(api, name)
        assert name in dir(storyboard)


def test_no_name_of_the_api_is_that_of_a_room() -> None:
    """Whoever imported that room would find it in place of the function."""
    rooms = {path.stem for path in (ROOT / "storyboard").iterdir()}
    assert rooms & set(api.__all__) == set()


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'compile_film'"):
        _ = storyboard.compile_film  # type: ignore[attr-defined] # pyright: ignore
    assert not hasattr(storyboard, "as_text")


# ---- the same as the commands ------------------------------------------------------------------------------------


def test_it_says_what_check_says(film: Path, capsys: Captured) -> None:
    stories = [storyboard.compile_story(story) for story in storyboard.open_stories(film)]
    assert [story.path for story in stories] == ["a.story", "bad.story", "fix.story"]
    mistakes = [mistake for story in stories for mistake in story.diagnostics]
    assert json.loads(storyboard.to_json(mistakes)) == json.loads(
        said(capsys, "check", ".", "--format", "json", code=1)
    )
    for form in ("concise", "json", "github", "gitlab", "sarif", "junit"):
        assert storyboard.render_report(stories, form) == said(capsys, "check", ".", "--format", form, code=1), form
    assert storyboard.render_report(stories) in said(capsys, "check", ".", code=1)
    assert storyboard.render_report(stories[0]) == ""


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.story")), ids=lambda path: path.stem)
def test_it_says_what_render_and_export_say(path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (given,) = storyboard.open_stories(path)
    story = storyboard.compile_story(given, storyboard.Options(variant="all"))
    name = str(path.relative_to(ROOT))
    assert storyboard.to_json(story.requests) == said(capsys, "render", name, "--variant", "all")
    for form in ("prompt", "curl"):
        shown = said(capsys, "render", name, "--variant", "all", "--format", form)
        assert storyboard.render_requests(story, form) == shown
    for form in ("json", "csv", "srt", "vtt"):
        # The mark of a file's bytes is no part of a text.
        bare = ["--no-bom"] if form == "csv" else []
        assert storyboard.export_story(story, form) == said(
            capsys, "export", name, "--variant", "all", "--format", form, *bare
        )
    assert hold(storyboard.to_json(story)) == "compiled"
    assert len(story.prompts) == len(story.requests)
    assert storyboard.to_json(story.record) == storyboard.to_json(story)
    assert all(
        prompt == request.request["prompt"] for prompt, request in zip(story.prompts, story.requests, strict=True)
    )


def test_it_says_what_plan_says(film: Path, capsys: Captured) -> None:
    plan = storyboard.plan(storyboard.open_stories("."))
    assert isinstance(plan, storyboard.PlannedStories)
    assert storyboard.to_json(plan) == said(capsys, "plan", ".", "--format", "json", code=1)
    assert storyboard.render_report(plan, "json") == storyboard.to_json(plan)
    for form in ("text", "markdown"):
        assert storyboard.render_report(plan, form) == said(capsys, "plan", ".", "--format", form, code=1)
    assert [story.path for story in plan.unusable] == ["bad.story"]
    assert [(clip.story, clip.state, clip.price_usd) for clip in plan.clips] == [
        ("a.story", "new", 0.625),
        ("fix.story", "new", 0.625),
    ]
    assert plan.total_usd == 1.25


def test_it_says_what_compare_says(film: Path, capsys: Captured) -> None:
    two = ["wan-2.6@fal", "kling-v3@kling"]
    words = ["compare", ".", "--models", ",".join(two), "--only", "1", "--take", "1"]
    chosen = storyboard.Options(only=("1",), takes=(1,))
    comparison = storyboard.compare(storyboard.open_stories("."), two, chosen)
    assert isinstance(comparison, storyboard.Comparison)
    assert storyboard.to_json(comparison) == said(capsys, *words, "--format", "json", code=1)
    for form in ("json", "text", "markdown"):
        assert storyboard.render_report(comparison, form) == said(capsys, *words, "--format", form, code=1)
    assert [story.path for story in comparison.unusable] == ["bad.story"]
    assert {clip.model for clip in comparison.clips} == set(two)
    every = storyboard.compare(storyboard.open_stories("a.story", "nothing.story"))
    assert isinstance(every, storyboard.Comparison)
    assert "there is no file or folder `nothing.story`" in every.mistakes[0]
    assert len(every.clips) == len(json.loads(said(capsys, "models", "--format", "json")))
    assert isinstance(storyboard.compare(storyboard.open_stories("."), ["a@b"]), storyboard.Refused)


def test_it_says_what_diff_says(film: Path, capsys: Captured) -> None:
    (film / "a.story").write_text(GOOD.replace("match", "long match"))
    (film / "bad.story").write_text(FIXABLE.replace("lamp", "boat"))
    (film / "fix.story").write_text(BAD)
    with storyboard.open_revision("HEAD", film) as old:
        changes = storyboard.diff(old, storyboard.open_stories(film))
    assert storyboard.to_json(changes) == said(capsys, "diff", "HEAD", ".", "--format", "json", code=1)
    for form in ("json", "markdown"):
        assert storyboard.render_report(changes, form) == said(capsys, "diff", "HEAD", ".", "--format", form, code=1)
    assert storyboard.render_report(changes, width=120) == said(capsys, "diff", "HEAD", ".", code=1)
    assert [story.path for story in changes.unusable] == ["fix.story"]
    assert changes.notes == ("`bad.story` has errors in `HEAD`: its clips there cannot be compared",)
    assert [clip.change for clip in changes.clips] == ["changed", "new"]


def test_it_says_what_fmt_and_fix_say(film: Path, capsys: Captured) -> None:
    stories = storyboard.open_stories("fix.story")
    (film / "a.story").write_text("Shot 1:  0:00-0:05  A lamp.\r\n", newline="")
    shown = storyboard.format_story(storyboard.open_stories("a.story")[0])
    fixed = storyboard.fix_story(stories[0])
    assert (film / "fix.story").read_text() == FIXABLE
    assert (shown.changed, shown.errors, shown.kept, fixed.fixed) == (True, (), "", 1)
    said(capsys, "fmt", "a.story")
    said(capsys, "check", "--fix", "fix.story")
    assert (film / "a.story").read_bytes() == shown.text.encode()
    assert (film / "fix.story").read_bytes() == fixed.text.encode() == fixed.texts["fix.story"].encode()
    assert storyboard.fix_story(stories[0]).texts == {}
    assert fixed.diagnostics == ()


@pytest.mark.parametrize(
    "text", [GOOD, "start,end,action\n0,3,A lamp.\n3,5,A hand.\n", "0-3s a lamp, then 3-5s a hand"]
)
def test_it_says_what_import_says(text: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "it.txt").write_text(text)
    story = storyboard.import_text(text)
    assert isinstance(story, storyboard.Imported)
    assert story.text == said(capsys, "import", str(tmp_path / "it.txt"))
    assert story.questions == story.text.count("// import?:")


# ---- what is written ---------------------------------------------------------------------------------------------


def test_all_that_comes_back_is_json_with_a_schema(film: Path) -> None:
    stories = storyboard.open_stories(".", "nowhere")
    bad = storyboard.compile_story(stories[1])
    refused = storyboard.import_text("")
    assert isinstance(refused, storyboard.Refused)
    plan = storyboard.plan(stories)
    values: list[Any] = [
        stories,
        stories[0],
        bad,
        bad.diagnostics,
        storyboard.compile_story(stories[0]).requests,
        storyboard.format_story(stories[1]),
        storyboard.fix_story(stories[2]),
        storyboard.import_text(GOOD),
        refused,
        plan,
        storyboard.diff(stories, stories),
        storyboard.tokens(bad),
    ]
    names = [hold(storyboard.to_json(value)) for value in values]
    assert None not in names
    assert {"diagnostic", "diff", "plan", "request"} < {*names}
    assert {name for name, (kind, *_) in kinds().items() if kind.MET.endswith("in Python")} < {*names}
    for name in names:
        assert storyboard.json_schema(f"storyc.{name}/1") == storyboard.json_schema(str(name))
        assert name in kinds()
    assert json.loads(storyboard.to_json(bad.clips))[0]["shots"][0]["start"] == 0
    assert [row["schema"] for row in json.loads(storyboard.to_json([bad, bad]))] == ["storyc.compiled/1"] * 2
    with pytest.raises(LookupError):
        storyboard.json_schema("storyc.nothing/1")


def test_a_text_that_cannot_be_read_has_no_tokens() -> None:
    assert storyboard.tokens(storyboard.compile_story(storyboard.open_text(b"\xff\xfe\x00"))) == ()


@pytest.mark.parametrize("form", ["nothing", ""])
def test_a_form_that_there_is_not_is_a_lookup_error(form: str) -> None:
    story = compiled(GOOD)
    stories = storyboard.open_texts({"a.story": GOOD})
    plan = storyboard.plan(stories)
    assert isinstance(plan, storyboard.PlannedStories)
    for call in (
        lambda: storyboard.export_story(story, form),
        lambda: storyboard.render_report(story, form),
        lambda: storyboard.render_report(plan, form),
        lambda: storyboard.render_report(storyboard.diff(stories, stories), form),
        lambda: storyboard.render_report(storyboard.compare(stories, ["wan-2.6@fal"]), form),
        lambda: storyboard.render_requests(story, form),
        lambda: storyboard.import_text(GOOD, form),
    ):
        with pytest.raises(LookupError):
            call()


def test_a_length_is_in_seconds_or_not_known() -> None:
    (clip,) = compiled("Shot 1 [0-1.2s] A.\nShot 2 [1.2-3.5s] B.\n").clips
    assert [shot.length for shot in clip.shots] == [1.2, 2.3]
    assert all("length" not in shot for shot in json.loads(storyboard.to_json(clip))["shots"])
    (clip,) = compiled("Shot 1: A.\nShot 2: B.\n").clips
    assert [shot.length for shot in clip.shots] == [None, None]


# ---- mistakes are values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("storyc.toml", "jbos = 2\n", "`jbos` is no setting of storyc"),
        ("storyc.toml", "jobs =\n", "this is not TOML"),
        ("storyc.toml", 'model = "wan@nowhere"\n', "there is no model `wan@nowhere`"),
        ("storyc.toml", '[rules]\nignore = ["no-such"]\n', "no rule is called `no-such`"),
    ],
)
def test_settings_that_cannot_be_used(name: str, text: str, words: str, film: Path) -> None:
    (film / name).write_text(text)
    (film / "other").mkdir()
    (film / "other" / "storyc.toml").write_text("")
    (film / "other" / "c.story").write_text(GOOD)
    disk = storyboard.open_stories(".")
    assert [story.path for story in disk] == ["c.story"]
    memory = storyboard.open_texts({name: text, "a.story": GOOD})
    assert len(memory) == 0
    for stories in (disk, memory):
        (mistake,) = stories.mistakes
        assert words in mistake


def test_settings_of_a_call() -> None:
    many = "".join(f"Shot {number} [{number - 1}-{number}s] A lamp.\n" for number in range(1, 11))
    texts = {"a.story": many, "storyc.toml": "[rules]\nstrict = false\n"}

    def levels(**settings: Any) -> set[str]:
        stories = storyboard.open_texts(
            texts, settings={key.replace("_", "."): value for key, value in settings.items()}
        )
        assert stories.mistakes == ()
        return {mistake.level for mistake in storyboard.compile_story(stories[0]).diagnostics}

    assert levels() == {"warning"}
    assert levels(rules_strict=True) == {"error"}
    assert (
        levels(rules_ignore=("many-shots", "SB2", "SB3")) == levels(rules_ignore=["many-shots", "SB2", "SB3"]) == set()
    )
    for settings, words in (
        ({"rules.strct": True}, "write `rules.strict`"),
        ({"rules.strict": "yes"}, '`rules.strict` is `"yes"`, not true or false'),
        ({"rules.ignore": ("no-such",)}, "no rule is called `no-such`"),
    ):
        for stories in (
            storyboard.open_texts(texts, settings=settings),
            storyboard.open_stories(SAMPLES, settings=settings),
        ):
            assert len(stories) == 0
            assert words in stories.mistakes[0]


def test_paths_that_lead_nowhere(film: Path) -> None:
    (film / "empty").mkdir()
    stories = storyboard.open_stories("nowhere", "a.story", film / "empty", "-")
    assert [story.path for story in stories] == ["a.story"]
    assert [mistake.partition(" `")[0] for mistake in stories.mistakes] == [
        "there is no file or folder",
        "there is no .story file below",
        "there is no file or folder",
    ]


def test_revisions_that_cannot_be_read(film: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with storyboard.open_revision("nothing", "a.story") as stories:
        assert (len(stories), stories.mistakes) == (0, ("git knows no revision `nothing`",))
    with storyboard.open_revision("HEAD", "nowhere.story") as stories:
        assert len(stories) == 0
        assert "neither here nor in `HEAD`" in stories.mistakes[0]
    folder = tmp_path_factory.mktemp("none")
    (folder / "a.story").write_text(GOOD)
    with storyboard.open_revision("HEAD", folder) as stories:
        assert "lies in no git repository" in stories.mistakes[0]
    (film / "storyc.toml").write_text("jbos = 2\n")
    subprocess.run([*GIT, "commit", "-qam", "two"], cwd=film, check=True)
    (film / "storyc.toml").write_text("")
    with storyboard.open_revision("HEAD", ".") as stories:
        assert "HEAD:./storyc.toml: `jbos`" in stories.mistakes[0].replace(".:", ":.")


def test_an_object_that_a_clone_lacks_is_a_file_that_cannot_be_read(film: Path) -> None:
    name = subprocess.run(
        [*GIT, "rev-parse", "HEAD:a.story"], cwd=film, check=True, capture_output=True, text=True
    ).stdout
    (film / ".git" / "objects" / name[:2] / name[2:].strip()).unlink()
    with storyboard.open_revision("HEAD", "a.story") as stories:
        (mistake,) = storyboard.compile_story(stories[0]).diagnostics
        assert (mistake.code, mistake.message.partition(":")[0]) == ("SB405", "the file cannot be read")
        assert storyboard.diff(stories, storyboard.open_stories("a.story")).notes


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"\xff\xfe", "SB118"), ("\udcff", "SB101"), (b"Shot \xe9", "SB101"), (b"\x89PNG\r\n\x1a\n", "SB118")],
)
def test_texts_that_cannot_be_read(text: str | bytes, code: str) -> None:
    story = compiled(text)
    assert not story.usable
    assert [mistake.code for mistake in story.diagnostics][:1] in ([code], ["SB101"])
    assert (story.clips, story.requests, story.prompts, story.total_usd) == ((), (), (), 0)
    formatted = storyboard.format_story(storyboard.open_text(text))
    assert formatted.errors
    assert not formatted.changed
    assert storyboard.fix_story(storyboard.open_text(text)).texts == {}
    assert isinstance(storyboard.import_text(text), storyboard.Refused)


def test_a_story_that_is_gone_by_now(film: Path) -> None:
    stories = storyboard.open_stories("a.story")
    (film / "a.story").unlink()
    assert [mistake.code for mistake in storyboard.compile_story(stories[0]).diagnostics] == ["SB405"]
    assert storyboard.format_story(stories[0]).errors
    assert storyboard.fix_story(stories[0]).text == ""


def test_what_options_name_in_vain_is_lacking() -> None:
    assert compiled(GOOD, variant="tall").lacking == ("`text.story`: no variant `tall`: this story has no variants",)
    assert compiled(GOOD, only=("9",)).lacking == ("`text.story`: no clip `9`: this story has one clip",)
    assert compiled(GOOD, takes=(3,)).lacking == ("`text.story`: there is no take 3",)
    assert [mistake.code for mistake in compiled(GOOD, model="wan@nowhere").diagnostics] == ["SB112"]
    stories = storyboard.open_texts({"a.story": GOOD})
    plan = storyboard.plan(stories, storyboard.Options(only=("9",)))
    assert isinstance(plan, storyboard.PlannedStories)
    assert (plan.clips, len(plan.unusable)) == ((), 1)
    changes = storyboard.diff(stories, stories, storyboard.Options(only=("9",)))
    assert (changes.clips, changes.mistakes) == ((), ("there is no clip `9`",))


def test_books_that_cannot_be_read(film: Path) -> None:
    (film / FILE).write_text("<<<<<<<\n")
    refused = storyboard.plan(storyboard.open_stories("a.story"))
    assert isinstance(refused, storyboard.Refused)
    assert FILE in refused.message
    # Neither a text nor a revision has books.
    with storyboard.open_revision("HEAD", "a.story") as stories:
        assert isinstance(storyboard.plan(stories), storyboard.PlannedStories)
    assert isinstance(storyboard.plan(storyboard.open_texts({"a.story": GOOD})), storyboard.PlannedStories)
    (film / FILE).unlink()
    (film / ".storyc").mkdir()
    assert isinstance(storyboard.plan(storyboard.open_stories("a.story")), storyboard.PlannedStories)
    (film / ".storyc" / "ledger.db").write_text("no database")
    refused = storyboard.plan(storyboard.open_stories("a.story"))
    assert isinstance(refused, storyboard.Refused), list((film / ".storyc").iterdir())


def test_a_comparison_says_what_could_not_be_opened(film: Path) -> None:
    stories = storyboard.open_stories("a.story", "nowhere.story")
    with storyboard.open_revision("nosuch", "a.story") as old:
        changes = storyboard.diff(old, stories)
    assert changes.mistakes == (*old.mistakes, *stories.mistakes)
    assert len(changes.mistakes) == 2
    assert {clip.change for clip in changes.clips} == {"new"}


# ---- many roots --------------------------------------------------------------------------------------------------


def test_stories_of_several_projects_keep_their_own_settings(film: Path) -> None:
    (film / "other").mkdir()
    (film / "other" / "storyc.toml").write_text("[rules]\nstrict = true\n")
    (film / "other" / "c.story").write_text(GOOD)
    stories = storyboard.open_stories(".")
    assert [(story.root.name, story.path) for story in stories][-1] == ("other", "c.story")
    assert [story.project.config.rules.strict for story in stories] == [False, False, False, True]
    with storyboard.open_revision("HEAD", ".") as old:
        changes = storyboard.diff(old, stories)
    assert [(clip.story, clip.change) for clip in changes.clips] == [
        ("a.story", "same"),
        ("fix.story", "same"),
        ("c.story", "new"),
    ]
    changes = storyboard.diff(stories, storyboard.open_texts({}))
    assert [(clip.story, clip.change) for clip in changes.clips] == [
        ("a.story", "gone"),
        ("fix.story", "gone"),
        ("c.story", "gone"),
    ]


def test_a_sequence_of_stories() -> None:
    stories = storyboard.open_texts({"b.story": GOOD, "cast.yaml": "", "a.story": GOOD})
    assert [story.path for story in stories] == ["b.story", "a.story"]
    assert (len(stories), stories[-1].path, stories[:1][0].path) == (2, "a.story", "b.story")
    assert repr(stories) == "Stories(['b.story', 'a.story'], mistakes=[])"
    stories.close()
    assert stories[0].root == Path()
