"""What Replicate says of a job, and when it is found in its list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storyboard.production.purchase.likeness import alike
from storyboard.profiles.hosts import host
from storyboard.providers import Finished, Gone, HostRefused, Running
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import KEY
from tests.providers.protocols.jobs.parts import said, speaking

HOST = host("replicate")
TODAY = date(2026, 11, 26)
CLIP = "https://replicate.delivery/a/out.mp4"
SENT = {"input": {"prompt": "A lamp.", "seed": 7, "size": "1280*720"}}


def job(**more: Any) -> dict[str, Any]:
    return {"id": "a1b2", "status": "succeeded", "output": None, "error": None, "data_removed": False, **more}


@pytest.mark.parametrize(
    ("body", "stands"),
    [
        (job(status="starting"), Running("starting")),
        (job(output=CLIP), Finished(CLIP, None)),
        (job(output=[CLIP]), Finished(CLIP, None)),
        (
            job(data_removed=True),
            Gone("the host calls the job done, and no address stands at `output` of its answer", known=True),
        ),
        (job(status="failed", error="E005: flagged"), HostRefused("failed", "E005: flagged", 200, billed="unknown")),
        (job(status="canceled"), HostRefused("failed", "the host gives no reason", 200, billed="unknown")),
    ],
)
def test_how_a_job_stands(body: dict[str, Any], stands: object) -> None:
    with speaking(said(200, body)) as server:
        assert open_provider(HOST, KEY, base=server.url).ask("a1b2") == stands
        assert server.heard[0].startswith(b"GET /v1/predictions/a1b2 HTTP")


@pytest.mark.parametrize(
    ("shown", "is_it"),
    [
        (SENT["input"], True),
        ({**SENT["input"], "webhook": None}, True),
        ({**SENT["input"], "seed": 8}, False),
        ({**SENT["input"], "size": "720*1280"}, False),
        ({}, False),
    ],
)
def test_a_job_is_known_by_its_input_as_long_as_the_list_has_it(shown: dict[str, Any], is_it: bool) -> None:
    row = job(output=CLIP, input=shown, model="wan-video/wan-2.6-t2v", created_at=f"{TODAY}T10:00:00Z")
    with speaking(said(200, {"next": None, "results": [row]})) as server:
        jobs = open_provider(HOST, KEY, base=server.url).history("wan-video/wan-2.6-t2v", TODAY, TODAY)
        assert isinstance(jobs, tuple)
        assert [alike(seen, SENT) for seen in jobs] == [is_it]
