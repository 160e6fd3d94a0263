"""Thirty screenplays in Fountain, each as a known one is built; the words are our own."""

SCREENPLAYS = {
    # Brick & Steel, the format's own example: title page of many lines, forced headings, centred titles.
    "title page": """\
Title:
    _**OAK & IRON**_
    _**LAST ROUND**_
Credit: Written by
Author: A. Writer
Source: Story by B. Teller
Draft date: 3/4/2015
Contact:
    Harbour House
    1 Pier Road

FADE IN:

A LAKE.

We're below the ice, where a pike hangs still.

EXT. OAK'S PORCH - DAY

A grey day.  Rain.  But OAK PELLER, retired keeper, sits outside and counts the drops.

The SCREEN DOOR bangs, and his friend, IRON MOSS, comes out with two mugs.

IRON
(mug raised)
To nothing.

OAK
To nothing.

They drink *long* from the mugs.

.OPENING TITLES

> OAK PELLER & IRON MOSS IN <
> LAST ROUND <
""",
    # Big Fish: narration over images, child and grown-up under one name, pages struck out.
    "narrated life": """\
Title: Tall Water
Author: C. Writer

# The River

= A father tells how he was born.

EXT. ALABAMA BANK - DAY (1931)

Water over stones. A boy's face, upside down.

FATHER (V.O.)
There are fish that nobody catches.
(a beat)
This one ate my ring.

/*
INT. CHURCH - DAY

A wedding that was never shot.
*/

INT. YOUNG FATHER'S ROOM - NIGHT

FATHER (V.O.) (CONT'D)
I was in bed for three years.

YOUNG FATHER
(to the ceiling)
Three.

DISSOLVE TO:

EXT. CIRCUS - DAY
""",
    # The Last Birthday Card: two hands, scene numbers, cues forced with a sign.
    "numbered scenes": """\
INT. BANK, VAULT - NIGHT #1#

Dials. Four hands in gloves.

@McKAY
Left. Further left.

EXT. BANK, ALLEY - NIGHT #1A#

A van without lights.

@McKAY (O.S.)
Now.

INT./EXT. VAN - CONTINUOUS #2-B.1#

They drive.
""",
    # Citizen Kane: a newsreel inside the film, captions, a word without a speaker seen.
    "newsreel": """\
EXT. GATE - FAINT DAWN

A window, small in the distance, lit.

INT. BEDROOM - FAINT DAWN

A glass ball. Snow in it.

OLD MAN
Raspberry...

> NEWS ON THE MARCH <

NARRATOR
Legendary was the house that he built.

SUPER: "1929"

INT. PROJECTION ROOM - DAY

Smoke in the beam.

FIRST REPORTER
And that's it?

SECOND REPORTER ^
That's it.
""",
    # Casablanca: a crowded room, short exchanges, people who speak off.
    "crowded room": """\
INT. RICK'S ROOM - NIGHT

Tables, smoke, a piano.

WAITER
He never drinks with guests.

WOMAN
What makes him so proud?

WAITER
(shrugs)
The place.

AT THE BAR

SASHA pours without looking.

SASHA (O.S.)
The boss's private stock.
""",
    # Psycho: a city told by titles, time in the heading, hard cuts.
    "time in titles": """\
EXT. PHOENIX - DAY

Above the roofs.

FRIDAY, DECEMBER THE ELEVENTH

TWO FORTY-THREE P.M.

INT. HOTEL ROOM - (DAY)

Blinds, shut.

SAM
Never did eat your lunch.

CUT TO:

INT. REAL ESTATE OFFICE - (DAY)

MARION
I lost my way.
""",
    # Chinatown: long dialogue with parentheticals between.
    "parentheticals": """\
INT. OFFICE - DAY

CURLY
(sobbing)
All right, enough.
(stops)
You can't chew the blinds.
(beat)
I had them put in on Wednesday.

GITTES
(hands him a drink)
Down the hatch.
""",
    # Star Wars: text that crawls over the screen, effects, a machine's voice.
    "crawl": """\
> A long time from now... <

A vast sea of stars serves as the backdrop for the main title:

> EPISODE NINE <
> A TIN HOPE <

EXT. SPACE

A tiny ship, chased by a huge one. It takes... FOREVER to pass.

INT. SHIP - MAIN PASSAGEWAY

C2
(beeps)

D4-PO
Did you hear that?
They've shut down the main reactor.
""",
    # Alien: no complete sentences, each line a picture.
    "one line a picture": """\
INT. ENGINE ROOM

Empty, cavernous.

INT. ENGINE CUBICLE

Circular, jammed with instruments.
All of them idle.
Console chairs for two.
Empty.

INT. OILY CORRIDOR

Long, dark.
Empty.
Turbos throbbing.
No other movement.
""",
    # Pulp Fiction: chapters as cards, a diner, words over black.
    "chapters": """\
INT. COFFEE SHOP - MORNING

A booth. Plates.

YOUNG MAN
No, forget it.

YOUNG WOMAN
You always say that.

YOUNG MAN
(to the waitress)
Garçon! Coffee!

TITLE CARD:

> "THE CLOCK AND THE WIFE" <

===

INT. CHEVY - MORNING

Two men in cheap suits.
""",
    # When Harry Met Sally: couples on a sofa who speak into the camera, both at once.
    "dual dialogue": """\
INT. SOFA - DAY

An OLD COUPLE looks at us.

MAN
I was sitting with my friend...

WOMAN ^
He was sitting with his friend...

They laugh.

MAN (CONT’D)
In a cafeteria.
""",
    # Jaws: a beach, cries, sounds in capitals.
    "cries and sounds": """\
EXT. BEACH - DAY

WATER LAPS.

A boy on a raft.

KINTNER
(far off)
Pippit!
Pippit!

BOOM! The radio SHRIEKS.

MAN
(from the tower)
Everybody out!
""",
    # Taxi Driver: a diary is heard while something else is seen.
    "diary": """\
INT. APARTMENT

TRAVERS writes in a school notebook.

TRAVERS (V.O.)
May the tenth. Thank God for the rain.
\x20\x20
It washed the pavement.

EXT. STREET - NIGHT

Steam.

TRAVERS (V.O.)
All the animals come out at night.
""",
    # The Social Network: two timelines that interrupt one another.
    "intercut": """\
INT. DEPOSITION ROOM - DAY

GRETCHEN
And what did you say?

INTERCUT WITH:

INT. DORM ROOM - NIGHT

MARK
(typing)
One in the morning.

BACK TO:

INT. DEPOSITION ROOM - DAY

MARK
I said nothing.
""",
    # Fargo: dialect, pauses that are written out.
    "pauses": """\
EXT. ROAD - WHITE

So white that nothing divides earth from sky.

INT. PROWLER

MARGE
Oh, ya?

Beat.

LOU
Ya.

Long beat.

MARGE
...Okay then.
""",
    # The Wizard of Oz: people sing, a world changes its colour.
    "songs": """\
EXT. FARM - DAY

DOLLY leans on the hay rake.

DOLLY
~Somewhere beyond the fence
~there is a road I know

She stops.

~La la, under the breath.

EXT. ORCHARD - DAY

Colour.
""",
    # WALL-E: hardly a word, headings of two words, sounds as dialogue.
    "no words": """\
EXT. EARTH

Towers of pressed waste.

A ROBOT rolls by.

ROBOT
(whistles)

INT. TRUCK

He hangs up his treads.
A tape player. A hat.

ROBOT
Eee... va?
""",
    # The Artist: cards instead of speech.
    "title cards": """\
INT. CINEMA - NIGHT

A hero in a mask.

> CARD: "I won't talk!" <

He won't.

INT. CINEMA, BEHIND THE SCREEN - NIGHT

The audience, seen through the sheet.
""",
    # A teleplay: teaser, acts, ends of acts.
    "teleplay": """\
Title: The Desk
Episode: 104, "Carbon"
Format: Half hour

# TEASER

INT. OFFICE - DAY

MICKY
This is a paper company.

> END OF TEASER <

===

# ACT ONE

## A

= Micky finds the letter.

INT. KITCHEN - DAY

PIM
(into camera)
It was a good letter.

> END OF ACT ONE <
""",
    # Blair Witch: a camera's clock, people who are only heard.
    "found footage": """\
EXT. WOODS - NIGHT (VIDEO)

REC 00:12:31

Leaves. Breath.

JOSH (O.S.)
Turn it off.

HEATHER (O.C.)
No.

REC 00:12:58

Black.
""",
    # Memento: two directions, told apart by lower-case headings in black and white.
    "two directions": """\
int. motel room 21 - day ## black and white

LEONARD on the bed.

LEONARD (V.O.)
So where are you?

int. derelict house - day ## color

A Polaroid that fades.

.flashback

A lamp.
""",
    # Amélie: lists of likes, a narrator in another tongue.
    "another tongue": """\
Title: La Lampe

EXT. RUE - JOUR

Une mouche se pose.

NARRATEUR (V.O.)
Le trois septembre, à dix-huit heures, une mouche se pose.

INT. CAFÉ - SOIR

@Élodie
(à voix basse)
Encore ?

THÉO
« Encore. »
""",
    # Rashomon: the same scene told again, names by role.
    "told again": """\
EXT. GATE - RAIN

WOODCUTTER
I don't understand.

EXT. GROVE - DAY - THE BANDIT'S STORY

The sun through leaves.

EXT. GROVE - DAY - THE WIFE'S STORY

The sun through leaves. [[same lens, lower]]

WIFE
(at the camera)
Kill me.
""",
    # Koyaanisqatsi: no dialogue, sequences.
    "sequences": """\
# Organic

EXT. CANYON - DAWN - SLOW

Rock paintings.


EXT. DESERT - DAY - FAST

Clouds as rivers.


# Cloudscape

EXT. SKY
""",
    # Network: a monologue that fills a page.
    "monologue": """\
INT. STUDIO - NIGHT

HOWARD, wet, at the desk.

HOWARD
I don't have to tell you that things are bad. Everybody knows that things are bad. Shops keep a gun under the counter, \
and nobody anywhere seems to know what to do, and there is no end to it. We know the air is unfit to breathe. We sit \
in the house, and slowly the world that we live in gets smaller. Well, I am not going to leave you alone. I want you \
to get up, to go to the window, to open it, and to shout.

DIRECTOR
Stay with him.
""",
    # Groundhog Day: the same day, montage with bullets.
    "montage": """\
INT. ROOM - 6:00 A.M.

The clock turns over.

MONTAGE - PHIL LEARNS

- He plays the piano.
- He carves ice.
* He catches a boy.

-- The clock turns over.

END OF MONTAGE

PHIL
(flat)
It's today.
""",
    # A commercial of thirty seconds: shots with their times.
    "commercial": """\
INT. KITCHEN - DAY

Morning light throughout.

[[SHOT 0-3s]] A hand opens the tin. [[camera: macro, slow push in]]

[[SHOT 3-5s, the smell]] ANNA turns round.
[[camera: whip pan]]
[[sound: a spoon on porcelain]]

ANNA
(eyes shut)
Home.

[[SHOT 5-10s]] The tin alone. SUPER: Home.
""",
    # A music video: lengths behind the action.
    "music video": """\
EXT. ROOF - NIGHT

She walks to the edge. (4s)

Wind. (2s)

SINGER
~And over

(3s) She turns.

INT. LIFT - NIGHT

[[2s]] Doors.

[[SHOT 3: 1.5s]] A face.
""",
    # A radio play that became a film: phones, filters, languages in parentheses.
    "telephones": """\
INT. CALL BOX - NIGHT

ADA
(into phone)
Hello?

VOICE (FILTERED)
(in Hungarian; subtitled)
Who is this?

ADA/BEA
(together)
Us.

1ST COP
Freeze!

ADA (V.O.) (CONTINUED)
Nobody.
""",
    # A writer's draft: notes to oneself, escapes, emphasis, loose ends.
    "draft": """\
EXT. PIER - DAY [[or night?]]

Ropes. \\*Not\\* a ship. **A ferry.** [[ask the port
about permits]]

She reads: _The Ferryman_.

!INT. is what the sign says.

MIRA
"Wait."

// nobody waits

[[TODO: the ending]]

He says: "No." She: "Yes."

@Old Mira: The Keeper
Well.
\x20\x20\x20
> FADE OUT.


""",
}
