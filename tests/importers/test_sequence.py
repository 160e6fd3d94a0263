"""Lengths that are told in order, `the first two seconds`: where they divide the clip, and where they are words."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Draft, read
from tests.compiling import compiled
from tests.importers.reading import times
from tests.steps import linear

TWO = [(0, 2), (2, 5)]
DIVIDED: dict[str, str] = {
    "prose": "In the first two seconds a rope hangs, for the next three seconds a boat leaves.",
    "a comma behind": "During the first 2 seconds, a rope. During the next 3 seconds, a boat.",
    "a dash": "First two seconds - a rope\nRemaining three seconds - a boat",
    "of the film": "In the first 2 seconds of the video a rope hangs. In the last 3 seconds a boat leaves.",
    "behind a title": "Setup (first 2 seconds): a rope.\nPayoff (remaining 3 seconds): a boat.",
    "the end of the first": "Until second 2 a rope hangs. From second 2 to second 5 a boat leaves.",
    "Chinese, in words": "前两秒是绳子，后三秒是船。",
    "Chinese, with a colon": "开头两秒：绳子。接下来三秒：船。",
    "Chinese, traditional": "影片開頭兩秒，繩子。剩餘三秒，船。",
    "Japanese": "冒頭2秒：ロープ。残り3秒：船。",
    "Japanese, with a particle": "最初の2秒はロープ、次の3秒は船。",
    "Korean": "처음 2초 동안 밧줄. 나머지 3초 동안 배.",
    "German": "In den ersten zwei Sekunden hängt ein Seil. In den letzten drei Sekunden fährt ein Boot.",
    "French": "Les 2 premières secondes : une corde. Les trois secondes suivantes : un bateau.",
    "Spanish": "Durante los primeros 2 segundos, una soga. Durante los últimos 3 segundos, un barco.",
    "Portuguese": "Nos 2 primeiros segundos, uma corda. Nos 3 segundos finais, um barco.",
    "Portuguese, short": "Primeiros 2s: uma corda. Próximos 3s: um barco.",
    "Italian": "Per i primi 2 secondi una corda, poi per altri 3 secondi una barca.",
    "Dutch": "De eerste twee seconden: een touw. De laatste drie seconden: een boot.",
    "Polish": "Przez pierwsze 2 sekundy: lina. Przez kolejne 3 sekundy: łódź.",
    "Russian": "Первые две секунды — верёвка, остальные три секунды — лодка.",
    "Ukrainian": "Перші 2 секунди: мотузка. Наступні 3 секунди: човен.",
    "Czech": "První 2 sekundy: lano. Další 3 sekundy: loď.",
    "Swedish": "De första 2 sekunderna: ett rep. De sista 3 sekunderna: en båt.",
    "Turkish": "İlk 2 saniyede bir halat. Sonraki 3 saniyede bir tekne.",
    "Arabic": "أول 2 ثانية: حبل. آخر 3 ثوانٍ: قارب.",
    "Arabic, the unit first": "خلال الثواني الثلاث الأولى حبل. آخر 3 ثوانٍ: قارب.",
    "Hindi": "पहले 2 सेकंड: रस्सी। अगले 3 सेकंड: नाव।",
    "Vietnamese": "2 giây đầu: sợi dây. 3 giây tiếp theo: con thuyền.",
    "Indonesian": "2 detik pertama: tali. 3 detik terakhir: perahu.",
    "an abbreviation": "Die ersten 2 Sek.: ein Seil. Die letzten 3 Sek.: ein Boot.",
    "in brackets": "【前2秒】绳子【后3秒】船",
    "a table": "| First 2 seconds | a rope |\n| Next 3 seconds | a boat |",
    "lines of their own": "First 2 seconds\na rope\nNext 3 seconds\na boat",
    "headings": "## First 2 seconds\na rope\n## Next 3 seconds\na boat",
    "halves with lengths": "前半2秒：ロープ。後半3秒：船。",
    "from the beginning": "Von Anfang bis Sekunde 2 hängt ein Seil. Ab Sekunde 2 bis Sekunde 5 fährt ein Boot.",
    "behind its thing": "シーン冒頭の二秒はロープ、続く三秒は船。",
    "Hebrew": "ב-2 השניות הראשונות: חבל. ב-3 השניות האחרונות: סירה.",
    "how long it lasts": "For the first 2 seconds, a rope hangs. Then, for 3 seconds, a boat leaves.",
    "how long the last one lasts": "In the first 2 seconds a rope hangs. Finally, for 3 seconds, a boat leaves.",
    "how long it lasts, in words": "En los primeros dos segundos, una soga. Luego, durante tres segundos, un barco.",
    "how long it lasts, in Chinese": "前2秒，绳子落下。然后，持续3秒，船离开。",
    "Thai": "2 วินาทีแรก: เชือก 3 วินาทีสุดท้าย: เรือ",
}
WORDS = [
    "In the first two seconds of the war nobody spoke. A trench at dawn.",
    "In the first two seconds of the film nothing moves.",
    "She wins in the last 3 seconds of the race, after the first 3 seconds of doubt.",
    '"In the first two seconds I think, in the next three seconds I run," he says.',
    "Music fades in over the first 2 seconds and fades out over the last 2 seconds.",
    "Sound: in the first 3 seconds wind, in the last 2 seconds silence.\nA lone tree.",
    "The first 3-second exposure and the last 5-second exposure hang in a darkroom.",
    "A rope hangs still. Then, for 3 seconds, a boat leaves.",
    "He naps for 3 seconds, then another 3 seconds, then wakes.",
    "She is the first of ten; three seconds later she is the last.",
    "The first second of silence after the crash. In the second second a bird calls.",
    "At the last second she turns away.",
    "The camera holds still for the first 3 seconds, then drifts left.",
    "First 3 seconds matter most. Hold: 2s.",
    "For the rest of the film crew it is lunch.",
    "The first half of the frame is dark, the second half of the frame is bright.",
    "Second half, 44 minutes gone. The striker waits.",
    "三秒后他才转身，前两次他都没有。",
    "战争的最后三秒，所有人都沉默。",
    "最初の3秒で勝負は決まる。",
    "Les trois premières marches grincent, les deux dernières sont cassées.",
    "Die letzten drei Sekunden des Spiels: der Ball hängt in der Luft.",
    "Последние 3 секунды матча, мяч висит в воздухе.",
    "ANNA (30s): tall, red coat.\nMARK (40s): bald, leather jacket.\nThey argue in the rain.",
    "First frame: a closed rose. Last frame: an open rose.",
    "The final frame: a red door. The first frame: a blue door.",
    "Erstes Bild: leerer Tisch. Letztes Bild: gedeckter Tisch.",
    "Первый план: цветок. Второй план: горы.",
    "Primo piano: un fiore. Secondo piano: colline.",
    "Primeiro plano: flor. Segundo plano: montanhas.",
    "Primer plano: una taza. Segundo plano: la lluvia.",
]
INSIDE = [
    "Shot 1 [0-6s] In the first 2 seconds she waits, for the next 4 seconds she walks.\nShot 2 [6-10s] A door.",
    "Shot 1 [0-5s] In the first two seconds of the film nothing moves.\nShot 2 [5-8s] For the last 2 seconds a leaf falls.",
    "镜头1（0-4秒）前两秒静止，后两秒推近。\n镜头2（4-9秒）海。",
    "Shot 1 [0-3s] First frame: a closed rose. Last frame: an open rose.\nShot 2 [3-6s] A door.",
    "0-3s: First frame: a closed rose. Last frame: an open rose.\n3-6s: A door.",
    "Кадр 1 (0-3 с): Первый план: цветок. Второй план: горы.\nКадр 2 (3-6 с): дождь.",
    "Кадр 1 (0-6 с): первые 3 секунды тишина, последние 3 секунды гром.\nКадр 2 (6-10 с): дождь.",
]
MARKS = {"SB109", "SB110", "SB117", "SB119", "SB216"}


def told(text: str) -> set[str]:
    return {finding.code for finding in compiled(f"{text}\n").diagnostics}


def drafted(text: str) -> Draft:
    draft = read(text)
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("name", DIVIDED)
def test_lengths_in_order_divide_the_clip(name: str) -> None:
    first = 3 if name == "Arabic, the unit first" else 2
    assert times(DIVIDED[name]) == [[(0, first), (first, first + 3)]]
    assert "SB117" in told(DIVIDED[name])


@pytest.mark.parametrize("text", WORDS)
def test_what_divides_no_clip_is_words(text: str) -> None:
    assert not drafted(text).clips
    assert not told(text) & MARKS


@pytest.mark.parametrize("text", INSIDE)
def test_lengths_within_a_shot_are_its_words(text: str) -> None:
    assert [len(clip.shots) for clip in drafted(text).clips] == [2]
    assert not drafted(text).doubts
    assert not told(text) & MARKS


@pytest.mark.parametrize(
    "text",
    [
        "前2秒：绳子；中间3秒：船；最后1秒：网。",
        "Opening 2 seconds: a rope.\nMiddle 3 seconds: a boat.\nFinal 1 second: a net.",
        "First 2 seconds: a rope. Thereafter 3 seconds: a boat. Last second: a net.",
        "前2秒：绳子；其间3秒：船；最后1秒：网。",
        "Первые 2 секунды: верёвка. Затем 3 секунды: лодка. Последняя 1 секунда: сеть.",
    ],
)
def test_the_middle_is_not_lost(text: str) -> None:
    assert times(text) == [[(0, 2), (2, 5), (5, 6)]]


def test_what_is_read_in_prose_is_asked_about() -> None:
    assert [len(drafted(DIVIDED[name]).doubts) for name in ("prose", "Italian", "a dash", "French")] == [1, 1, 0, 0]


def test_no_word_of_the_length_stays_in_the_shots() -> None:
    shots = drafted(DIVIDED["Korean"]).clips[0].shots
    assert [line.text for shot in shots for line in shot.lines] == ["밧줄.", "배."]


def test_a_length_that_goes_on_from_read_marks_is_a_shot() -> None:
    text = "Shot 1 [0-2s] A rope.\nShot 2 [2-5s] A boat.\nFinal four seconds: a net."
    assert times(text) == [[*TWO, (5, 9)]]
    assert "SB117" in told(text)


def test_a_length_in_prose_that_is_longer_than_its_shot_is_asked_about() -> None:
    text = "Shot 1 [0-2s] A rope.\nShot 2 [2-5s] A boat. Then, for the last 4 seconds, a net."
    assert len(drafted(text).doubts) == 1
    assert "SB109" in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "A rope hangs for the first 2 seconds, and a boat leaves during the next 3 seconds.",
        "The diner is empty for the first 3 seconds and full for the remaining 7 seconds.",
    ],
)
def test_lengths_behind_their_words_are_asked_about(text: str) -> None:
    assert not drafted(text).clips
    assert len(drafted(text).doubts) == 1
    assert "SB109" in told(text)


def test_a_second_alone_needs_no_number() -> None:
    text = "In the first second a match is struck, in the following three seconds it burns."
    assert times(text) == [[(0, 1), (1, 4)]]
    assert "SB117" in told(text)


def test_the_rest_has_no_length() -> None:
    text = "duration: 5\nFirst 2 seconds: a rope. Rest of the video: a boat."
    assert times(text) == [TWO]
    assert "SB117" in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "First half: a rope. Second half: a boat.",
        "In the first half a rope hangs; in the second half a boat leaves.",
        "前半：ロープ。後半：船。",
        "Erste Hälfte: ein Seil. Zweite Hälfte: ein Boot.",
        "В первой половине верёвка, во второй половине лодка.",
    ],
)
def test_two_halves_are_two_shots(text: str) -> None:
    assert [len(clip.shots) for clip in drafted(text).clips] == [2]
    assert len(drafted(text).doubts) == 1
    assert "SB117" in told(text)


@pytest.mark.parametrize(
    ("text", "shots"),
    [
        ("Первый план: цветок. Второй план: горы. Третий план: река.", 3),
        ("First frame: a rose. Second frame: a hand. Last frame: a vase.", 3),
        ("Primer plano (4 segundos): una taza. Segundo plano (6 segundos): la lluvia.", 2),
        ("Primer plano: una taza.\nSegundo plano: la lluvia.", 2),
    ],
)
def test_frames_and_planes_that_count_on_or_have_a_time_or_a_line_are_shots(text: str, shots: int) -> None:
    assert [len(clip.shots) for clip in drafted(text).clips] == [shots]


def test_ages_beside_a_total_that_is_their_sum_are_lengths() -> None:
    text = "A 50-second video.\nHarbour (20s): ropes.\nSea (30s): boats."
    assert [shot.length for clip in drafted(text).clips for shot in clip.shots] == [20_000, 30_000]


@pytest.mark.parametrize("word", ["seconds ", "First 2 seconds of ", "前三秒是", "三秒", "the rest ", "first half "])
def test_a_long_text_of_such_words_takes_linear_time(word: str) -> None:
    assert linear(lambda times: read(word * times), 100)
