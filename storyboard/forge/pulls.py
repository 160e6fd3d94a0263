"""The comment on a pull request at GitHub, in a job that runs on `workflow_run`."""

from __future__ import annotations

from collections.abc import Mapping

from storyboard.forge import branch, event, parcel
from storyboard.forge.answers import Artifacts, Comment, RunOfPull
from storyboard.forge.commenting import MARK, Commented, renew
from storyboard.forge.github import GitHub
from storyboard.report.drawing.markdown import escaped

ARTIFACT = "storyc-review"
PICTURES = "storyc-pictures"
BOT = "github-actions[bot]"


def comment(github: GitHub, run: RunOfPull, author: str = BOT) -> Commented:
    """Write the comment for a run that has ended. Raises ForgeTrouble.

    There is nothing to do for a run of something else than a pull request, or of a commit that is not its newest any
    more.
    """
    if run.event != "pull_request":
        return Commented(f"the run was for `{run.event}` and no pull request")
    number = event.pull_of(github, run)
    if number is None:
        return Commented("no open pull request ends with the commit of the run")
    left = github.get(f"actions/runs/{run.id}/artifacts", Artifacts, name=ARTIFACT, per_page=100)
    ids = [artifact.id for artifact in left.artifacts if artifact.name == ARTIFACT and not artifact.expired]
    if not ids:
        return Commented(f"the run has left no artifact `{ARTIFACT}`")
    data = github.download(f"actions/artifacts/{max(ids)}/zip", parcel.MOST_BYTES)
    page = github.page(f"actions/runs/{run.id}")
    sha = escaped(run.head_sha[:12])
    note = f"<sub>Commit {sha}: the words of [its own run]({page}), which the pull request itself controls.</sub>"
    return renew(PullThread(github, number, author), parcel.opened(parcel.unzipped(data)), note)


class PullThread:
    """The comments of a pull request; pictures lie on a branch."""

    def __init__(self, github: GitHub, number: int, author: str) -> None:
        self.name = f"pull request {number}"
        self._github, self._number = github, number
        # Anybody can write the mark: ours is told by its author too.
        own = (
            row.id
            for row in github.pages(f"issues/{number}/comments", Comment)
            if row.user is not None and row.user.login == author and (row.body or "").startswith(MARK)
        )
        self._id = next(own, None)

    @property
    def begun(self) -> bool:
        """Whether our comment is there."""
        return self._id is not None

    def keep(self, pictures: Mapping[str, bytes]) -> Mapping[str, str]:
        """The address of each picture on the branch."""
        if pictures:
            branch.add(self._github, PICTURES, pictures, f"Pictures of {self.name}")
        return {name: self._github.page(f"raw/{PICTURES}/{name}") for name in pictures}

    def write(self, text: str) -> str:
        """The page of our comment, whose text this has become."""
        if self._id is None:
            answer = self._github.send("POST", f"issues/{self._number}/comments", {"body": text}, Comment)
        else:
            answer = self._github.send("PATCH", f"issues/comments/{self._id}", {"body": text}, Comment)
        return answer.html_url
