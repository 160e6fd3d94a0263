"""The comment on a pull request: one, which each run of the pull request writes anew."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from storyboard.forge import branch, event, parcel
from storyboard.forge.answers import Artifacts, Comment, RunOfPull
from storyboard.forge.github import GitHub
from storyboard.report.drawing.markdown import escaped
from storyboard.report.review import markdown

MARK = "<!-- storyc review -->"
ARTIFACT = "storyc-review"
PICTURES = "storyc-pictures"
BOT = "github-actions[bot]"


class Commented(msgspec.Struct, frozen=True):
    """What became of a comment, in words, and its page, empty where none was written."""

    what: str
    page: str = ""


def comment(github: GitHub, run: RunOfPull, author: str = BOT) -> Commented:
    """Write the comment for a run that has ended. Raises ForgeTrouble.

    There is nothing to do for a run of something else than a pull request, or of a commit that is not its newest any
    more; and for one that changes no clip where no comment is there yet.
    """
    if run.event != "pull_request":
        return Commented(f"the run was for `{run.event}` and no pull request")
    number = event.pull_of(github, run)
    if number is None:
        return Commented("no open pull request ends with the commit of the run")
    data = _artifact(github, run)
    if data is None:
        return Commented(f"the run has left no artifact `{ARTIFACT}`")
    opened = parcel.opened(data)
    before = _ours(github, number, author)
    if before is None and not markdown.changes(opened.review):
        return Commented(f"pull request {number} changes no clip")
    names = {digest: parcel.named(picture) for digest, picture in opened.pictures.items()}
    files = {names[digest]: picture for digest, picture in opened.pictures.items()}
    if files:
        branch.add(github, PICTURES, files, f"Pictures of pull request {number}")
    body = f"{MARK}\n{_body(github, opened, names, run)}"
    if before is None:
        answer = github.send("POST", f"issues/{number}/comments", {"body": body}, Comment)
    else:
        answer = github.send("PATCH", f"issues/comments/{before}", {"body": body}, Comment)
    return Commented(
        f"{'wrote' if before is None else 'renewed'} the comment on pull request {number}", answer.html_url
    )


def _artifact(github: GitHub, run: RunOfPull) -> bytes | None:
    """The newest artifact of a run that holds a review, None where there is none."""
    left = github.get(f"actions/runs/{run.id}/artifacts", Artifacts, name=ARTIFACT, per_page=100)
    ids = [artifact.id for artifact in left.artifacts if artifact.name == ARTIFACT and not artifact.expired]
    return github.download(f"actions/artifacts/{max(ids)}/zip", parcel.MOST_BYTES) if ids else None


def _ours(github: GitHub, number: int, author: str) -> int | None:
    """The id of the comment that an earlier run wrote: ours by its author too, for anybody can write the mark."""
    for row in github.pages(f"issues/{number}/comments", Comment):
        if row.user is not None and row.user.login == author and (row.body or "").startswith(MARK):
            return row.id
    return None


def _body(github: GitHub, opened: parcel.Parcel, names: Mapping[str, str], run: RunOfPull) -> str:
    shots = tuple(
        shot
        for shot in opened.review.shots
        if all(digest is None or digest in names for digest in (shot.before, shot.after))
    )
    review = msgspec.structs.replace(opened.review, shots=shots)
    sha = escaped(run.head_sha[:12])
    page = github.page(f"actions/runs/{run.id}")
    note = f"<sub>Commit {sha}: the words of [its own run]({page}), which the pull request itself controls.</sub>"
    return markdown.render(review, lambda digest: github.page(f"raw/{PICTURES}/{names[digest]}"), note)
