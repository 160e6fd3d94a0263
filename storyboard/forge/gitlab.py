"""GitLab's API as a job knows it, and the notes on its merge requests: https://docs.gitlab.com/api, version 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from storyboard.forge import ForgeTrouble, parcel
from storyboard.forge.answers import ForgeId
from storyboard.forge.commenting import MARK, Commented, renew
from storyboard.forge.http import Api, CallRefused, address, variable
from storyboard.patterns import lazy
from storyboard.report.drawing.markdown import escaped

JOB = "storyc-review"
FOLDER = "build/review/"
# As GitLab answers an upload, and as our own notes name one.
_UPLOAD = lazy(r"/uploads/[0-9a-f]{32}/([0-9a-f]{64}\.png)")
_ENDED = ("success", "failed")


class Pipeline(msgspec.Struct, frozen=True):
    """A pipeline, which for a fork is one of the fork's project."""

    id: int
    project_id: int
    sha: str
    status: str


class MergeRequest(msgspec.Struct, frozen=True):
    """A merge request, with its newest pipeline where one is asked for alone."""

    iid: int
    sha: str
    web_url: str
    head_pipeline: Pipeline | None = None


class PipelineJob(msgspec.Struct, frozen=True):
    """A job of a pipeline; without an archive where it has left nothing."""

    id: int
    name: str
    web_url: str
    artifacts_file: dict[str, str | int] | None = None


class MergeNote(msgspec.Struct, frozen=True):
    """A comment on a merge request."""

    id: int
    body: str
    author: ForgeId


class FileUpload(msgspec.Struct, frozen=True):
    """A file of the project that a note may show."""

    url: str


def of_job(environment: Mapping[str, str]) -> tuple[Api, int]:
    """GitLab's API with the token of the job, and the number of its project. Raises ForgeTrouble."""
    return _api(environment, "JOB-TOKEN", "CI_JOB_TOKEN"), _project(environment)


def _api(environment: Mapping[str, str], header: str, name: str) -> Api:
    """GitLab's API with the token that a variable holds, in a header."""
    variable(environment, "CI_API_V4_URL")
    return Api(address(environment, "CI_API_V4_URL"), {header: variable(environment, name)})


def _project(environment: Mapping[str, str]) -> int:
    number = variable(environment, "CI_PROJECT_ID")
    if not number.isdecimal():
        raise ForgeTrouble(f"CI_PROJECT_ID is `{number}`, and no number")
    return int(number)


def comment(environment: Mapping[str, str]) -> Iterator[Commented]:
    """Write the note on each open merge request whose newest pipeline has ended since. Raises ForgeTrouble.

    What a fork's merge request has is of the fork's project: its pipeline and its job are taken from GitLab's answers,
    and what the job left is data.
    """
    gitlab = _api(environment, "PRIVATE-TOKEN", "STORYC_COMMENT_TOKEN")
    number = _project(environment)
    me = gitlab.get("user", ForgeId).id
    for opened in list(gitlab.pages(f"projects/{number}/merge_requests", MergeRequest, state="opened")):
        try:
            result = _renewed(gitlab, number, opened.iid, me)
        except ForgeTrouble as trouble:  # one merge request stops no other
            result = Commented(f"merge request {opened.iid}: {trouble}", failed=True)
        if result is not None:
            yield result


def _renewed(gitlab: Api, number: int, iid: int, me: int) -> Commented | None:
    """What became of the note on a merge request, None where its newest job has left nothing that is not told yet.

    What a fork hides or has broken is said, and is no failure: else any fork could make the schedule fail.
    """
    merge = gitlab.get(f"projects/{number}/merge_requests/{iid}", MergeRequest)
    pipeline = merge.head_pipeline
    if pipeline is None or pipeline.status not in _ENDED:
        return None
    thread = NoteThread(gitlab, f"projects/{number}", merge, me)
    try:
        job = _job(gitlab, pipeline)
        if job is None or f"({job.web_url})" in thread.text:
            return None
        opened = parcel.opened(_left(gitlab, pipeline, job))
    except ForgeTrouble as trouble:
        return Commented(f"merge request {iid}: {trouble}", failed=pipeline.project_id == number)
    sha = escaped(pipeline.sha[:12])
    note = f"<sub>Commit {sha}: the words of [its own job]({job.web_url}), which the merge request controls.</sub>"
    return renew(thread, opened, note)


def _job(gitlab: Api, pipeline: Pipeline) -> PipelineJob | None:
    """The job of a pipeline that left a review."""
    jobs = gitlab.pages(f"projects/{pipeline.project_id}/pipelines/{pipeline.id}/jobs", PipelineJob)
    return next((job for job in jobs if job.name == JOB and job.artifacts_file is not None), None)


def _left(gitlab: Api, pipeline: Pipeline, job: PipelineJob) -> parcel.Read:
    """What reads the files of the review alone: beside it the job leaves films of any size."""
    folder = f"projects/{pipeline.project_id}/jobs/{job.id}/artifacts/{FOLDER}"

    def read(name: str, most: int) -> bytes | None:
        try:
            return gitlab.download(f"{folder}{name}", most)
        except CallRefused as refused:
            if refused.status == 404:
                return None
            raise

    return read


class NoteThread:
    """The notes of a merge request; pictures are uploads of the project, each sent once for a merge request."""

    def __init__(self, gitlab: Api, project: str, merge: MergeRequest, me: int) -> None:
        self.name = f"merge request {merge.iid}"
        self._gitlab, self._project, self._page = gitlab, project, merge.web_url
        self._notes = f"{project}/merge_requests/{merge.iid}/notes"
        notes = gitlab.pages(self._notes, MergeNote)
        own = next((note for note in notes if note.author.id == me and note.body.startswith(MARK)), None)
        self._id, self.text = (own.id, own.body) if own is not None else (None, "")

    @property
    def begun(self) -> bool:
        """Whether our note is there."""
        return self._id is not None

    def keep(self, pictures: Mapping[str, bytes]) -> Mapping[str, str]:
        """The address of each picture among the uploads."""
        known = {match[1]: match[0] for match in _UPLOAD.finditer(self.text)}
        return {name: known.get(name) or self._uploaded(name, data) for name, data in pictures.items()}

    def _uploaded(self, name: str, data: bytes) -> str:
        # The hash of the picture does not stand in it, so that it may mark the edges.
        edge = name.removesuffix(".png")
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"{head}Content-Type: image/png\r\n\r\n".encode() + data + f"\r\n--{edge}--\r\n".encode()
        form = f"multipart/form-data; boundary={edge}"
        url = self._gitlab.put("POST", f"{self._project}/uploads", body, form, FileUpload).url
        match = _UPLOAD.fullmatch(url)
        return match[0] if match is not None else ""

    def write(self, text: str) -> str:
        """The page of the merge request, on which our note has this text."""
        if self._id is None:
            self._gitlab.send("POST", self._notes, {"body": text}, MergeNote)
        else:
            self._gitlab.send("PUT", f"{self._notes}/{self._id}", {"body": text}, MergeNote)
        return self._page
