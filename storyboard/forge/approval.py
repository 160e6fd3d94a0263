"""Whether somebody has agreed to a saved plan: by its digest, in the comment with which a reviewer approves a run."""

from __future__ import annotations

from collections.abc import Mapping

from storyboard.forge import ForgeTrouble
from storyboard.forge.answers import Approval
from storyboard.forge.github import GitHub
from storyboard.patterns import lazy

_DIGEST = lazy(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def approver(github: GitHub, environment: Mapping[str, str], place: str, digest: str) -> str:
    """Who approved the plan with a digest for the environment `place`, in the run at hand. Raises ForgeTrouble."""
    run = environment.get("GITHUB_RUN_ID", "")
    if not run.isdecimal():
        raise ForgeTrouble("GITHUB_RUN_ID is not set: an approval is that of a run of GitHub Actions")
    approvals = [row for row in github.pages(f"actions/runs/{run}/approvals", Approval) if _is_for(row, place)]
    if not approvals:
        raise ForgeTrouble(
            f"nobody has approved this run: name those who must as required reviewers of the environment `{place}`"
        )
    for approval in approvals:
        if digest in _DIGEST.findall(approval.comment.lower()):
            return approval.user.login if approval.user is not None else "an account that is gone"
    raise ForgeTrouble(f"no comment of an approval holds the digest of the plan, {digest}")


def _is_for(approval: Approval, place: str) -> bool:
    return approval.state == "approved" and any(environment.name == place for environment in approval.environments)
