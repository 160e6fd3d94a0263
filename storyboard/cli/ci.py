"""`storyc ci`: what a pipeline does for a pull request and for an approved build."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, Group, color_option, options_of, quiet_option, selection, stories

if TYPE_CHECKING:
    from storyboard.forge.commenting import Commented
    from storyboard.forge.github import GitHub
    from storyboard.project.reviewing import ReviewedStories

GROUP = "For pipelines"
ORDER = 43
HELP = "Review a pull request, and keep the money of a paid job."


@click.group("ci", cls=Group, short_help=HELP)
def command() -> None:
    """Do what a pipeline does for a pull request, and for a build that somebody has approved.

    The action in `action.yml` and the component for GitLab call these; docs/ci.md shows the pipelines. All but `review`
    speak to the server that the job's own variables name: GitHub with the token in GITHUB_TOKEN, or GitLab.
    """


@command.command("review", cls=Command, short_help="Draw what a change does to the films.")
@stories
@click.option("--base", metavar="REV", default="HEAD", show_default=True, help="Compare with this revision of git.")
@click.option("-o", "--output", "target", metavar="DIR", required=True, help="Write to this folder, a new one.")
@selection
@quiet_option
@color_option
def review(
    paths: tuple[str, ...], base: str, target: str, quiet: bool, color: str, **selected: Any
) -> int:  # fmt: skip
    """Write into DIR what a reviewer needs: `review.json`, and the changed shots before and after as PNG.

    What `check`, `diff` and `plan` say is in `review.json`. The comment of it goes to stdout as Markdown, and to the
    summary of the step where GITHUB_STEP_SUMMARY names one. Nothing is sent. Needs git and the extra `video`.
    """
    from storyboard.cli import stories as reports
    from storyboard.production.build import lacks_video
    from storyboard.project.reviewing import reviewed
    from storyboard.report.review import markdown
    from storyboard.source.git import MissingRevision
    from storyboard.system import extras

    if lacks_video():
        terminal.say(f"error: {extras.lacking('video', 'drawing shots needs')}")
        return exits.USAGE
    folder = _new_folder(target)
    try:
        result = reviewed(base, paths, options_of(selected), terminal.progress)
    except MissingRevision as error:
        raise click.UsageError(str(error)) from error
    reports.say_mistakes(result.mistakes)
    for note in () if quiet else result.notes:
        terminal.say(f"note: {note}")
    reports.say_report(result.unusable, color)
    _write(folder, result)
    text = markdown.render(result.record)
    if os.environ.get(reports.SUMMARY):
        reports.add_to_summary(text)
    terminal.put(text)
    if not quiet:
        terminal.say(f"wrote {target}: review.json, {len(result.pictures)} pictures")
    return exits.worst(
        (exits.STORY_ERRORS if result.record.errors else exits.DONE, exits.USAGE if result.mistakes else exits.DONE)
    )


def _new_folder(target: str) -> Path:
    folder = terminal.to_write(target)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"`{target}` is there already, and a review is written into a new folder")
    return folder


def _write(folder: Path, result: ReviewedStories) -> None:
    from storyboard.records import as_bytes

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for digest, picture in result.pictures.items():
            (folder / f"{digest}.png").write_bytes(picture)
        (folder / "review.json").write_bytes(as_bytes(result.record))
    except OSError as error:
        raise click.UsageError(f"`{error.filename or folder}` cannot be written: {error.strerror}") from error


@command.command("comment", cls=Command, short_help="Comment on pull requests whose run has ended.")
@click.option(
    "--author", metavar="LOGIN", default=None, help="Who writes the comment [default: github-actions\\[bot]]."
)
def comment(author: str | None) -> int:
    """Write the comment on a pull request, or write it anew, in a job that may write and checks out nothing.

    At GitHub the job runs on `workflow_run`, and the pull request is the one that the event names; at GitLab it runs by
    a schedule, for each open merge request whose pipeline has ended, with the token in STORYC_COMMENT_TOKEN.

    Of what the run has left nothing is believed: pictures are decoded within limits and drawn anew, and every word is
    escaped. Pictures lie on the branch `storyc-pictures`, which shares no history with any other, or among GitLab's
    uploads.
    """
    codes = [exits.DONE]
    for result in _comments(author):
        terminal.say(f"error: {result.what}" if result.failed else result.what)
        if result.page:
            terminal.put(f"{result.page}\n")
        codes.append(exits.USAGE if result.failed else exits.DONE)
    return exits.worst(codes)


def _comments(author: str | None) -> Iterable[Commented]:
    if os.environ.get("GITLAB_CI"):
        from storyboard.forge import gitlab

        return gitlab.comment(os.environ)
    from storyboard.forge import event, pulls

    return (pulls.comment(_github(), event.read(os.environ), author or pulls.BOT),)


@command.command("approval", cls=Command, short_help="Check that a reviewer has named the digest of a plan.")
@click.argument("plan", metavar="PLAN")
@click.option("--environment", metavar="NAME", default="paid", show_default=True, help="The environment of the job.")
@click.option("--digest", metavar="SHA256", help="The digest that somebody has confirmed, instead of asking GitHub.")
@click.option("--ask", is_flag=True, help="Only say what is to be approved, in the summary of the step too.")
def approval(plan: str, environment: str, digest: str | None, ask: bool) -> int:
    """Check that the digest of PLAN, a file of `storyc plan -o`, stands in the approval of the run at hand.

    Whoever approves the job writes the digest into the comment of the approval. Without it the exit code is 6, and no
    build may follow.
    """
    from storyboard.cli import stories as reports
    from storyboard.forge import ForgeTrouble
    from storyboard.production.plan import saved
    from storyboard.report.plan import ask as asking

    record = saved.load(plan)
    own = saved.digest(record)
    if record.digest != own:
        terminal.say(f"error: `{plan}` was changed since it was saved: its digest is {own}")
        return exits.OUT_OF_DATE
    if ask:
        text = asking.render(record, environment)
        if os.environ.get(reports.SUMMARY):
            reports.add_to_summary(text)
        terminal.put(text)
        return exits.DONE
    if digest is not None:
        if digest.strip().lower() != own:
            terminal.say(f"error: the digest of `{plan}` is {own}, and another one was confirmed")
            return exits.OUT_OF_DATE
        terminal.say(f"the plan {own} was confirmed")
        return exits.DONE
    from storyboard.forge.approval import approver

    github = _github()
    try:
        who = approver(github, os.environ, environment, own)
    except ForgeTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.OUT_OF_DATE
    terminal.say(f"{who} has approved the plan {own}")
    return exits.DONE


@command.command("ledger", cls=Command, short_help="Restore or save the ledger of paid jobs.")
@click.argument("what", metavar="restore|save", type=click.Choice(("restore", "save")))
def ledger(what: str) -> int:
    """Restore the ledger before a paid build, and save it behind one, whatever became of that.

    At GitHub it lies on the branch `storyc-ledger`, which shares no history with any other; at GitLab it is a package
    of the project. It is saved only where nobody else has saved meanwhile. A project whose ledger lies elsewhere
    (STORYC_LEDGER, STORYC_STORE) needs neither.
    """
    from storyboard.cli.books import meant_project
    from storyboard.forge import books
    from storyboard.ledger.records import LedgerTrouble
    from storyboard.production.build import FileConflict, prepare
    from storyboard.production.purchase.places import HOME

    project = meant_project(None, rehearsal=False)
    folder = project.addresses.ledger
    if folder != project.root / HOME:
        terminal.say(f"the ledger lies in `{terminal.shown(folder)}`, and is kept there")
        return exits.DONE
    try:
        folder = prepare(project.root)
    except FileConflict as error:
        raise click.UsageError(str(error)) from error
    if os.environ.get("GITLAB_CI"):
        from storyboard.forge import gitlab

        shelf: books.Shelf = books.Package(*gitlab.of_job(os.environ))
    else:
        shelf = books.Branch(_github())
    try:
        terminal.say((books.restore if what == "restore" else books.save)(shelf, folder))
    except LedgerTrouble as trouble:
        raise click.UsageError(str(trouble)) from trouble
    return exits.DONE


def _github() -> GitHub:
    from storyboard.forge.github import GitHub

    return GitHub(os.environ)
