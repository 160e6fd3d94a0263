"""One run's share of the clips, whatever the stories and their order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.compiler.request import ClipRef, Request
from storyboard.config import Config
from storyboard.project.records import Gathered, Project, ProjectError
from storyboard.project.shard import Shard, of_stories, read, shared
from storyboard.source import MemoryFiles


def project(root: str, stories: tuple[str, ...] = ()) -> Project:
    return Project(Path(root), MemoryFiles({}), Config(), stories)


def request(story: str, index: int, variant: str = "", take: int = 1) -> Request:
    return Request(story, ClipRef(index, "", "x"), variant, take, "p", {}, f"{story}{index}", (), 1, story, 1)


FOUND = (project("/b"), project("/a"))
REQUESTS = st.lists(
    st.tuples(
        st.sampled_from((0, 1)),
        st.sampled_from("zyx"),
        st.integers(1, 9),
        st.sampled_from(["", "tall"]),
        st.integers(1, 3),
    ),
    unique=True,
    max_size=80,
)


@given(REQUESTS, st.integers(1, 64))
def test_shares_hold_each_clip_once_and_differ_by_one_at_most(clips: list[Any], of: int) -> None:
    meant = [(FOUND[root], request(*rest)) for root, *rest in clips]
    shares = [shared(meant, Shard(number, of)) for number in range(1, of + 1)]
    assert sorted(id(each) for share in shares for _, each in share) == sorted(id(each) for _, each in meant)
    # A request that stands at several places is bought once, so that shares count requests.
    operations = [{each.sha256 for _, each in share} for share in shares]
    assert max(map(len, operations)) - min(map(len, operations)) <= 1
    assert sum(map(len, operations)) == len({each.sha256 for _, each in meant})


def test_a_share_is_the_same_whatever_order_the_stories_were_named_in() -> None:
    one = [(FOUND[0], request("a", 1)), (FOUND[0], request("b", 1)), (FOUND[0], request("b", 2))]
    other = [one[1], one[2], one[0]]
    for number in (1, 2):
        names = [{each.sha256 for _, each in shared(order, Shard(number, 2))} for order in (one, other)]
        assert names[0] == names[1]
    # Within the share the order is that of the command line.
    assert [each.sha256 for _, each in shared(other, Shard(1, 2))] == ["b2", "a1"]


@given(st.lists(st.text("abc/", min_size=1), unique=True, max_size=40), st.integers(1, 64))
def test_shares_of_stories_hold_each_once(stories: list[str], of: int) -> None:
    gathered = Gathered((project("/b", tuple(stories)), project("/a", ("z",))), missing=False)
    shares = [of_stories(gathered, Shard(number, of)) for number in range(1, of + 1)]
    held = [(found.root, story) for share in shares for found in share.projects for story in found.stories]
    assert sorted(held) == sorted((found.root, story) for found in gathered.projects for story in found.stories)


@pytest.mark.parametrize(
    ("environ", "shard"),
    [
        ({"CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "4"}, "3/4"),
        # GitLab, where the job is not parallel.
        ({"CI_NODE_TOTAL": "1"}, "1/1"),
        ({"JOB_COMPLETION_INDEX": "0", "JOB_COMPLETION_COUNT": "4"}, "1/4"),
        ({"JOB_COMPLETION_INDEX": "3", "JOB_COMPLETION_COUNT": "4"}, "4/4"),
        ({"BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "3"}, "1/3"),
        ({"CIRCLE_NODE_INDEX": "2", "CIRCLE_NODE_TOTAL": "3"}, "3/3"),
    ],
)
def test_auto_reads_what_the_server_says(environ: dict[str, str], shard: str) -> None:
    assert str(read("auto", environ)) == shard


@pytest.mark.parametrize(
    ("text", "environ", "said"),
    [
        ("0/4", {}, "`--shard 0/4`: there are parts 1/4 to 4/4"),
        ("5/4", {}, "`--shard 5/4`: there are parts 1/4 to 4/4"),
        ("1/0", {}, "there must be at least one part"),
        ("4", {}, "`--shard 4` is not `I/N`, as `3/16`, or `auto`"),
        ("1/1000000000000", {}, "is not `I/N`"),
        ("auto", {}, "finds neither CI_NODE_TOTAL nor JOB_COMPLETION_INDEX"),
        ("auto", {"GITHUB_ACTIONS": "true"}, "write `--shard ${{ matrix.part }}/N`"),
        ("auto", {"CIRCLE_NODE_INDEX": "2", "CIRCLE_NODE_TOTAL": "2"}, "CIRCLE_NODE_INDEX=2 CIRCLE_NODE_TOTAL=2"),
        ("auto", {"CI_NODE_TOTAL": "2"}, "CI_NODE_INDEX is ``, not a number"),
        (
            "auto",
            {"CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "2"},
            "`CI_NODE_INDEX=3 CI_NODE_TOTAL=2`: there are parts 1/2 to 2/2",
        ),
        ("auto", {"JOB_COMPLETION_INDEX": "1"}, "set JOB_COMPLETION_COUNT"),
        ("auto", {"JOB_COMPLETION_INDEX": "2", "JOB_COMPLETION_COUNT": "2"}, "JOB_COMPLETION_INDEX=2"),
    ],
)
def test_a_share_that_there_is_not_is_said(text: str, environ: dict[str, str], said: str) -> None:
    with pytest.raises(ProjectError, match=re.escape(said)):
        read(text, environ)
