"""A screenplay that was imported comes back as it was; after an edit only what was changed is spelled anew."""

from __future__ import annotations

import difflib
import random

from screenplay_tools.fountain.parser import Parser
from screenplay_tools.screenplay import ElementType

from storyboard.compiler.pipeline import Compiled, compile_story
from storyboard.compiler.rewriting import laid_out
from storyboard.config import Config
from storyboard.exchange import exporters
from storyboard.exchange.importers import guess
from storyboard.exchange.importing import imported
from storyboard.records.api import Imported
from storyboard.source import MemoryFiles
from tests.exporters.screenplays import SCREENPLAYS
from tests.helpers import all_hold

STORY = "a.story"
# Names that no story can have; what they say is quoted in the action.
UNSAYABLE = ("ADA/BEA", "1ST COP", "Old Mira: The Keeper")


def compiled(text: str) -> Compiled:
    return compile_story(MemoryFiles({STORY: text}), STORY, Config())


def story(screenplay: str) -> str:
    """The story that a screenplay becomes, without a word about what would be lost."""
    taken = imported(screenplay, "fountain")
    assert isinstance(taken, Imported), taken
    assert taken.notes == ()
    return taken.text


def exported(text: str) -> str:
    return exporters.load("fountain").render(compiled(text))


def changed(before: str, after: str) -> list[str]:
    """The lines that differ, as a diff has them."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_screenplay_comes_back_byte_by_byte() -> None:
    assert len(SCREENPLAYS) == 30

    def returns(name: str) -> None:
        text = SCREENPLAYS[name]
        for typed in (text, text.rstrip("\n"), text.replace("\n", "\r\n"), "\ufeff" + text):
            there = story(typed)
            assert exported(there) == typed
        laid = laid_out(MemoryFiles({STORY: there}), STORY, Config())
        assert exported(laid.after) == typed

    all_hold(returns, SCREENPLAYS, str)


PARTS = (
    "INT. HOUSE - DAY", "EXT. YARD - NIGHT #12#", ".THE CAVE", "int. low", "Anna walks in.", "  She *sits*.", "(3s)",
    "She runs. (2s)", "[[SHOT 0-3s]] A lamp.", "[[SHOT 3-5s, end]]", "[[SHOT 2s]]", "[[a note]]", "A word [[mid]] note.",
    "[[multi\nline]]", "/* cut */", "/* cut\n\nmore */", "ANNA\nHello.", "ANNA (V.O.)\n(softly)\nGo.\n(beat)\nNow.",
    "@McX ^\nYes!", "BOB (CONT'D)\nLine one\nline two", 'BOB\n(angry)\nNo "way" here.', 'ANNA\n"Quoted."', "1ST COP\nStop!",
    "CUT TO:", "> FADE OUT.", "> THE END <", "~la la", "# Act", "= Synopsis", "===", "!FORCED", "BANG!\nThe door.",
    "camera: close", "[[camera: push in]]", "[[overview: grey film]]", "Shot 3: text", "- bullet", "* star", "\\back",
    "Back at end \\", "@Anna text", "{{ var }}", "0-3s: time", "[0-3s] foo", 'ANNA: "in action"', "// comment", "//~ kept",
    "---", "***", "title: x", "  ", "\t", "Trailing  ", "## sec\nINT. X - DAY\nAction right below", "NARRATOR\nOnce.",
    "ANNA\n" + "This is a long sentence that goes on and on. " * 12, "DR. NO\n*No* way", "小明\n你好", "他走进来。",
    "ANNA\n  \nfoo", "picture: a.png", "[[unclosed", "closed]]", "/* unclosed", "*/", "...", "=", "!", "~", "@", "ANNA\n()",
)  # fmt: skip


def test_any_mix_of_paragraphs_comes_back() -> None:
    def returns(seed: int) -> None:
        chosen = random.Random(seed)
        gaps = ["\n\n"] * 6 + ["\n", "\n\n\n", "\n  \n"]
        text = "".join(chosen.choice(PARTS) + chosen.choice(gaps) for _ in range(chosen.randint(1, 12)))
        text = text.rstrip("\n") + chosen.choice(["", "\n", "\n\n"])
        taken = imported(text, "fountain")
        if isinstance(taken, Imported):
            assert exported(taken.text) == text

    all_hold(returns, range(80), str)


def test_scenes_and_cues_are_those_that_screenplay_tools_reads() -> None:
    def agrees(name: str) -> None:
        parser = Parser()
        parser.add_text(SCREENPLAYS[name])
        elements = parser.script.elements
        # `FADE IN:` is no scene to the format, and a cue under which nobody speaks is an action.
        scenes = [e.text.strip() for e in elements if e.type is ElementType.HEADING and e.text != "FADE IN:"]
        spoken = (ElementType.DIALOGUE, ElementType.LYRIC)
        cues = {
            cue.name
            for cue, *below in zip(elements, elements[1:], [*elements[2:], None], strict=False)
            if cue.type is ElementType.CHARACTER and any(e is not None and e.type in spoken for e in below)
        }
        text = story(SCREENPLAYS[name])
        there = compiled(text)
        assert there.story is not None
        assert [scene.title.value for scene in there.story.scenes if scene.title.value] == scenes
        speakers = {line.name for clip in there.clips for shot in clip.shots for line in shot.dialogue}
        assert speakers == {cue for cue in cues if cue not in UNSAYABLE}
        assert all(f'{cue}: "' in text for cue in cues.intersection(UNSAYABLE))

    all_hold(agrees, SCREENPLAYS, str)


def test_after_an_edit_only_the_lines_of_changed_elements_differ() -> None:
    before = SCREENPLAYS["title page"] + SCREENPLAYS["narrated life"].partition("\n\n")[2]
    text = story(before)
    edits = {
        "where a pike hangs still": "where two pikes hang still",  # an action
        "IRON (mug raised)": "IRON (mug lowered)",  # a parenthetical
        '"There are fish that nobody catches."': '"There are fish that nobody sees."',
        '"I was in bed for three years."': '"I was in bed for two years."',  # below a cue that is kept
        "# EXT. CIRCUS - DAY": "# EXT. CIRCUS - NIGHT",
        "title: OAK & IRON LAST ROUND": "title: Last Round",
    }
    for typed, anew in edits.items():
        assert text.count(typed) == 1, typed
        text = text.replace(typed, anew)
    assert changed(before, exported(text)) == [
        "+ Title: Last Round",
        "- Title:",
        "-     _**OAK & IRON**_",
        "-     _**LAST ROUND**_",
        "- We're below the ice, where a pike hangs still.",
        "+ We're below the ice, where two pikes hang still.",
        "- (mug raised)",
        "+ (mug lowered)",
        "- There are fish that nobody catches.",
        "+ There are fish that nobody sees.",
        "- I was in bed for three years.",
        "+ I was in bed for two years.",
        "- EXT. CIRCUS - DAY",
        "+ EXT. CIRCUS - NIGHT",
    ]


def test_what_is_deleted_from_the_story_leaves_the_screenplay_too() -> None:
    before = "INT. HALL - DAY\n\nA door.\n\n@McKAY ^\nNow.\n\n> CUT TO:\n\nEXT. YARD - DAY\n\nRain.\n"
    text = story(before).replace('  McKAY: "Now."\n', "")
    assert exported(text) == before.replace("@McKAY ^\nNow.\n\n", "")


def test_a_length_that_the_writer_sets_is_marked_in_the_screenplay() -> None:
    before = "INT. HALL - DAY\n\nA door.\n\n> THE END <\n"
    asked = story(before)
    assert exported(asked.replace("[2s]", "[4s]")) == before  # they are estimates for as long as the question stands
    answered = "".join(line for line in asked.splitlines(keepends=True) if "import?" not in line)
    assert changed(before, exported(answered)) == ["- A door.", "+ [[SHOT 2s]] A door.", "+ ", "+ [[SHOT 2s]]"]


def test_shots_are_read_where_the_writer_marked_them() -> None:
    text = story(SCREENPLAYS["commercial"] + "\n" + SCREENPLAYS["music video"])
    assert "import?" not in text
    assert [line.partition("]")[0] for line in text.splitlines() if line.startswith("Shot")] == [
        "Shot 1 [0-3s",
        "Shot 2 [3-5s, the smell",
        "Shot 3 [5-10s",
        "Shot 1 [4s",
        "Shot 2 [2s",
        "Shot 3 [3s",
        "Shot 1 [2s",
        "Shot 2 [1.5s",
    ]
    assert "  camera: whip pan\n" in text
    assert "# INT. KITCHEN - DAY\nMorning light throughout.\nShot 1" in text


def test_a_story_that_was_written_here_comes_back_from_its_screenplay() -> None:
    text = (
        "title: Lamp\ncast:\n  ANNA: a tall woman\nvars:\n  word: Home\nGrey film, soft light.\n\n"
        "# The quay\nShot 1 [0-3s, fog] @ANNA waits. [[ which coat? ]]\n  camera: slow push in\n"
        "  picture: boards/1.png\n  ANNA (V.O., low): {{ word }}.\n  ANNA (V.O., loud): Now!\n"
        "Shot 2 [3-5s]\n  ANNA: 12.\n\n---\nFade to white.\n"
    )
    screenplay = exported(text)
    assert screenplay == (
        "Title: Lamp\n\n[[overview: Grey film, soft light.]]\n\n.The quay\n\n"
        "[[SHOT 0-3s, fog]] ANNA waits. [[ which coat? ]]\n[[camera: slow push in]]\n[[picture: boards/1.png]]\n\n"
        "ANNA (V.O.)\n(low)\nHome.\n(loud)\nNow!\n\n[[SHOT 3-5s]]\n\nANNA\n12.\n\nFade to white.\n"
    )
    again = compiled(story(screenplay))
    assert again.story is not None
    assert again.story.overview.value == "Grey film, soft light."
    shots = [(shot.start, shot.end, shot.title) for clip in again.clips for shot in clip.shots]
    assert shots == [(0, 3000, "fog"), (3000, 5000, "")]
    assert [line.manner for line in again.clips[0].shots[0].dialogue] == ["V.O., low", "V.O., loud"]
    assert exported(story(screenplay)) == screenplay


def test_a_title_that_begins_with_a_dot_stays_a_heading() -> None:
    for title in ("... and then", "../quay", ".hack"):
        again = compiled(story(exported(f"# {title}\nShot 1 [0-5s] A lamp.\n")))
        assert [clip.title for clip in again.clips] == [title]


def test_long_scenes_become_clips_that_their_model_can_make() -> None:
    there = compiled(story(SCREENPLAYS["monologue"]))
    assert len(there.clips) > 1
    assert not there.has_errors


def test_nothing_of_a_kept_line_is_sent() -> None:
    for name in ("title page", "narrated life", "teleplay", "draft"):
        sent = "\n".join(request.prompt for request in compiled(story(SCREENPLAYS[name])).requests)
        assert sent or name == "narrated life"
        for words in ("Harbour House", "DISSOLVE", "never shot", "Micky finds", "FADE", "permits", "//~"):
            assert words not in sent


def test_line_ends_of_two_kinds_are_said() -> None:
    taken = imported("INT. HALL - DAY\r\n\nA door.\n", "fountain")
    assert isinstance(taken, Imported)
    assert any("will not give back the same file" in note for note in taken.notes)


def test_brackets_and_notes_in_a_field_break_no_note_and_nothing_private_becomes_words() -> None:
    screenplay = exported(
        "A grey film [wide] ]]. [[is it?]]\n# One\nShot 1 [0-5s] A lamp.\n  camera: pan [slow] [[faster?]] to [end]\n"
    )
    assert screenplay == (
        "[[overview: A grey film [wide] ] ].]]\n\n[[is it?]]\n\n.One\n\n"
        "[[SHOT 0-5s]] A lamp.\n[[camera: pan [slow] to [end] ]]\n\n[[faster?]]\n"
    )
    there = story(screenplay)
    assert exported(there) == screenplay
    again = compiled(there)
    assert [len(clip.shots) for clip in again.clips] == [1]
    assert "camera: pan [slow] to [end]\n" in there.lower()
    assert "?" not in again.requests[0].prompt


def test_a_note_alone_is_no_shot() -> None:
    screenplay = "[[Draft 3]]\n\nINT. HOUSE - DAY\n\n[[which one?]]\n\nA man sits.\n\n[[or stands]] He reads.\n"
    there = story(screenplay)
    assert exported(there) == screenplay
    again = compiled(there)
    assert not again.has_errors
    assert [[shot.action.value for shot in clip.shots] for clip in again.clips] == [["A man sits.", "He reads."]]


def test_an_export_is_known_for_a_screenplay_whatever_its_file_is_called() -> None:
    screenplay = exported("# One\nShot 1 [0-5s] A lamp.\n# Two\nShot 1: A hand.\nShot 2: A face.\n")
    assert guess(screenplay) == "fountain"
    assert guess(screenplay.replace("[[SHOT]] ", "[[SHOT 2s, near]] ")) == "fountain"
    # A story may have such a note, and a prompt one that is none.
    assert guess("Shot 1 [0-3s] A lamp.\n[[SHOT 0-3s]] this was another one\n") == "prompt"
    assert guess("A lamp.\n[[shot in the dark]] A hand.\n") == "prompt"
