"""Requests as JSON, in programs and on shell lines; lists of prompts with durations."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Refused, guess, load
from tests.importers.reading import codes, drafted, imported, times

PYTHON = """import requests

data = {
    "size": "1280*720",
    "prompt": "A quay in the rain.\\nShot 1 [0-3s] A \\"rope\\".\\nShot 2 [3-15s] A boat.",
    "duration": 5,
    "multi_shots": False,  # don't
    "negative_prompt": 'blur',
    'seed': None,
}
print(requests.post(url, json=data))
"""
SAMPLES = {
    "json": '{"prompt": "Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat.", "size": "1280*720"}',
    "python": 'PROMPT = """A quay.\nShot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat."""\nbody = dict(prompt=PROMPT, size="1280*720")\n',
    "joined": 'call(prompt=("Shot 1 [0-3s] A rope. "\n  "Shot 2 [3-5s] A boat."), size="1280*720")',
    "javascript": "const body = {prompt: `Shot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.`, size: '1280*720',}; // it's sent",
    "curl": 'curl -X POST https://example.com/v1 -d \'{\n "prompt": "Shot 1 [0-3s] A rope. Shot 2 [3-5s] It\'\\\'\'s a boat.",\n "size": "1280*720"}\'',
    "escaped": 'curl https://example.com -d "{\\"prompt\\": \\"Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat.\\", \\"size\\": \\"1280*720\\"}"',
    "nested": '{"input": {"prompt": "Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat."}, "parameters": {"size": "1280*720", "seed": 7}}',
    "prose": 'Here\'s the body: {"prompt": "Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat.", "size": "1280*720"} and that\'s it.',
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_request_is_read_wherever_it_stands(name: str) -> None:
    assert guess(SAMPLES[name]) == "request"
    assert times(SAMPLES[name]) == [[(0, 3), (3, 5)]]
    assert "size: 1280*720" in imported(SAMPLES[name]).splitlines()


@pytest.mark.parametrize("numbered", [False, True])
def test_a_page_s_sample_is_imported_with_its_two_mistakes(numbered: bool) -> None:
    text = "".join(f"{at:2}{line}" for at, line in enumerate(PYTHON.splitlines(True), start=1)) if numbered else PYTHON
    story = imported(f"A page\n{text}\nParameters\n\nprompt: text")
    assert 'A "rope".' in story
    for line in ("size: 1280*720", "duration: 5", "multi_shots: false", "negative_prompt: blur"):
        assert line in story.splitlines()
    assert {"SB205", "SB501"} <= set(codes(f"A page\n{text}"))


def test_a_list_of_prompts_with_durations_is_one_clip() -> None:
    text = '"multi_prompt": [{"prompt": "A rope.", "duration": "4"}, {"prompt": "A boat.", "duration": "6", "camera": "pan"},],'
    assert times(text) == [[(0, 4), (4, 10)]]
    assert "  camera: pan" in imported(text)
    assert times('[{"prompt": "A rope.", "duration": 4}, {"prompt": "A boat.", "duration": 6}]') == [[(0, 4), (4, 10)]]


def test_shots_with_times_in_words_are_read() -> None:
    text = '{"style": "ink", "shots": [{"time": "0.0s - 2.5s", "action": "A rope."}, {"time": "0:02.5-0:05", "action": "A boat."}]}'
    assert times(text) == [[(0, 2.5), (2.5, 5)]]


def test_several_requests_are_clips() -> None:
    text = (
        '[{"prompt": "0-3s: a rope\\n3-5s: a boat", "size": "720*1280"}, {"prompt": "0-5s: a sea", "size": "1280*720"}]'
    )
    assert [clip.settings["size"] for clip in drafted(text).clips] == ["720*1280", "1280*720"]
    assert times(text) == [[(0, 3), (3, 5)], [(0, 5)]]


def test_a_tier_and_a_shape_are_a_size_and_what_is_left_is_named() -> None:
    draft = drafted('{"prompt": "A rope.", "resolution": "1080P", "aspect_ratio": "9:16", "cfg_scale": 0.5, "fps": 24}')
    assert draft.settings["size"] == "1080*1920"
    assert draft.notes == ("not taken over from the request: cfg_scale, fps",)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"prompt":' * 50_000, '{"a":' * 300 + "1" + "}" * 300])
def test_deep_nesting_is_refused(text: str) -> None:
    made = load("request").read(text)
    assert made == Refused("its brackets are nested deeper than 200")


@pytest.mark.parametrize("text", ["", "{", '{"prompt": "', '{"prompt": 5}', "no braces", "{'a': 1}"])
def test_a_text_without_a_request_is_refused(text: str) -> None:
    assert isinstance(load("request").read(text), Refused)


def test_a_call_with_its_settings_in_another_call_is_one_request() -> None:
    text = (
        'prompt = """[00:00-00:03] A rope.\n[00:03-00:05] A boat."""\n'
        'made = client.generate(\nmodel="m",\nprompt=prompt,\nconfig=types.Config(\nresolution="720p",\n'
        'aspect_ratio="9:16",\nduration_seconds=5,  # whole\n))\n'
    )
    assert imported(text).splitlines()[1:] == [
        "duration: 5", "size: 720*1280", "", "Shot 1 [0-3s] A rope.", "Shot 2 [3-5s] A boat."
    ]  # fmt: skip


def test_keys_in_camel_case_are_read() -> None:
    text = '{"params": {"text": "A quay."}, "videoGenerationConfig": {"durationSeconds": 10, "dimension": "1280x720"}}'
    assert imported(text).splitlines() == ["duration: 10", "size: 1280*720", "", "A quay."]


@pytest.mark.parametrize(
    "text",
    [
        'const [text, setText] = useState("Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat.");\nconst [ratio] = useState("16:9");',
        'board: [\n "Shot 1 (0-3s): A rope.",\n "Shot 2 (3-5s): A boat.",\n],',
        'python3 film.py make --text "Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat." --ratio "16:9"',
        'return "Shot 1 [0-3s] A rope.\\nShot 2 [3-5s] A boat."',
    ],
)
def test_the_string_that_holds_all_shots_is_the_prompt(text: str) -> None:
    story = imported(text)
    assert story.startswith("// import: only what stood in quotation marks is taken over\n")
    assert story.splitlines()[-2:] == ["Shot 1 [0-3s] A rope.", "Shot 2 [3-5s] A boat."]


def test_prose_with_a_quotation_is_no_program() -> None:
    assert guess('He says (0-3s): "Stay." and Shot 2 [3-5s] "Go."') == "prompt"


def test_a_list_whose_names_hold_the_times_is_one_clip() -> None:
    text = "script: [{scene: 'Sahne 1 (0-3s)', description: 'A rope.', voice: 'Hey!'}, {scene: 'Sahne 2 (3-5s)', description: 'A boat.'}]"
    assert times(text) == [[(0, 3), (3, 5)]]
    assert imported(text) == "Shot 1 [0-3s] A rope.\n  voice: Hey!\nShot 2 [3-5s] A boat.\n"
