"""Screenplays of Final Draft: what they say, and what no document may do."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Refused, guess, read
from storyboard.exchange.importing import imported
from storyboard.records.api import Imported
from tests.importers.reading import compiled

FDX = """\
<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5">
<Content>
<Paragraph Number="1" Type="Scene Heading"><SceneProperties Length="1/8" Title=""/><Text>INT. TOWER - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>MARTA </Text><Text Style="Bold">climbs</Text><Text> the stair.</Text>
<ScriptNote ID="1"><Paragraph><Text>Find a lamp &amp; oil</Text></Paragraph></ScriptNote></Paragraph>
<Paragraph Type="Character"><Text>MARTA (V.O.)</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(low)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>It never went out.</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text>Oda</Text></Paragraph><Paragraph Type="Dialogue"><Text>Yes.</Text></Paragraph>
<Paragraph Type="Character"><Text>MARTA</Text></Paragraph><Paragraph Type="Dialogue"><Text>No.</Text></Paragraph>
</DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
<Paragraph Type="Scene Heading"><Text>THE SEA</Text></Paragraph>
<Paragraph Type="Shot"><Text>CLOSE ON: WAVES (3s)</Text></Paragraph>
<Paragraph Type="Action"><Text/></Paragraph>
</Content>
<TitlePage><Content><Paragraph Alignment="Center"><Text>THE LAMP</Text></Paragraph></Content></TitlePage>
</FinalDraft>
"""
STORY = """\
title: THE LAMP
split: auto
cast:
  MARTA:
  Oda:
//~ Title: THE LAMP

//~ INT. TOWER - NIGHT #1#
# INT. TOWER - NIGHT
// import?: no lengths are written in this scene: each is an estimate by its words. Set them, then delete this line
Shot 1 [4s] MARTA climbs the stair.

  [[Find a lamp & oil]]
  MARTA (V.O., low): "It never went out."
  Oda: "Yes."

  //~ MARTA ^
  //~ No.
  MARTA: "No."

  //~ > CUT TO:

# THE SEA
Shot 1 [3s] CLOSE ON: WAVES
"""


def test_a_screenplay_of_final_draft_becomes_clips_with_its_cast() -> None:
    assert guess(FDX) == "fdx"
    taken = imported(FDX)
    assert isinstance(taken, Imported), taken
    assert taken.text == STORY
    assert not compiled(taken.text).has_errors


def test_its_story_is_a_screenplay_in_fountain() -> None:
    from storyboard.exchange import exporters

    assert exporters.load("fountain").render(compiled(STORY)) == (
        "Title: THE LAMP\n\nINT. TOWER - NIGHT #1#\n\nMARTA climbs the stair.\n\n[[Find a lamp & oil]]\n\n"
        "MARTA (V.O.)\n(low)\nIt never went out.\n\n@Oda\nYes.\n\nMARTA ^\nNo.\n\n> CUT TO:\n\n"
        ".THE SEA\n\n[[SHOT 3s]] CLOSE ON: WAVES\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FDX.replace("<FinalDraft ", '<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<FinalDraft ', 1), "document type declaration"),
        (FDX.replace("<FinalDraft ", '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<FinalDraft ', 1), "document type"),
        (FDX.replace("CUT TO:", "&lol;"), "no sound XML: undefined entity"),
        (FDX.replace("</Content>", "<a>" * 60 + "</a>" * 60 + "</Content>", 1), "nested deeper than 50"),
        (FDX.replace("</FinalDraft>", ""), "no sound XML"),
        ("<FinalDraft><Content/></FinalDraft>", "no scene, no action and no speech"),
    ],
)  # fmt: skip
def test_a_document_that_is_not_read_is_refused_with_its_reason(text: str, why: str) -> None:
    refused = read(text, "fdx")
    assert isinstance(refused, Refused)
    assert why in refused.message


def test_signs_of_a_story_in_it_are_words() -> None:
    text = FDX.replace("It never went out.", "@Oda {{ x }} // no\n# Clip").replace("CLOSE ON", "//~ Shot 2 [0-3s]")
    taken = imported(text, "fdx")
    assert isinstance(taken, Imported)
    there = compiled(taken.text)
    assert [len(scene.shots) for scene in there.story.scenes] == [1, 1]  # type: ignore[union-attr]
    assert there.clips[0].shots[0].dialogue[0].words.value == "@Oda {{ x }} // no # Clip"
