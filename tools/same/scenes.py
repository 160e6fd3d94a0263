"""What both programs are asked: scenes, each a list of command lines that run in order in one folder."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from tools.same.corpus import STORIES, transcripts

KEY = "SG_0123456789abcdef"
_CHUNK = 40
_COMMAND = re.compile(r"^\$ storyc(?P<words>[^<\n]*)(?:< (?P<stdin>\S+))?$", re.MULTILINE)
_OPTION = re.compile(r"--format\s+\[([^\]]+)\]")


class Job(msgspec.Struct, frozen=True):
    """A command line. A word `{2}` stands for the id of the third attempt in the ledger."""

    words: tuple[str, ...]
    stdin: str = "/dev/null"


class Scene(msgspec.Struct, frozen=True):
    """Jobs in a folder; `warm` ones are forked. With `host` an emulator that is started so is there meanwhile."""

    folder: str
    jobs: tuple[Job, ...]
    warm: bool = False
    host: tuple[str, ...] | None = None


Ask = Callable[..., str]  # stdout of the old program for these words


def job(line: str, *more: str, stdin: str = "/dev/null") -> Job:
    """The job of a command line and more words."""
    return Job((*line.split(), *more), stdin)


def scenes(root: Path, ask: Ask, *, quick: bool) -> list[Scene]:
    """All scenes for a corpus, the longest first. Formats, commands and codes are those that the old program names."""

    def each(line: str, *more: str) -> list[Job]:
        return [job(f"{line} --format {form}", *more) for form in formats(ask, line)]

    texts = sorted(path.name for path in (root / "texts").glob("*.txt"))
    stories = [path.relative_to(root / "corpus").as_posix() for path in sorted((root / "corpus").rglob("*.story"))]
    return [
        *_paid(each, quick=quick),
        *(
            []
            if quick
            else [Scene("films", (job("build --draft --jobs 1 samples/cast.story samples/chinese.story ok"),))]
        ),
        Scene("free", tuple(_free(each, quick=quick))),
        Scene("texts", tuple(_imports(texts, each)), warm=True),
        *_chunked("corpus", [*_exports(stories, each)]),
        *_chunked("corpus", [*_asked(ask)]),
        *(Scene("corpus", (one,), warm=True) for one in (*_checks(each), *_renders(each))),
        *_in_place(each),
        *(Scene(path.stem, _transcript(path)) for path in transcripts()),
        Scene("project", tuple(_diffs(each))),
        Scene("empty", tuple(_begun(each))),
    ]


def formats(ask: Ask, line: str) -> list[str]:
    """The formats that the help of a command names."""
    command = line.partition(" -")[0].split()
    match = _OPTION.search(ask(*command, "--help"))
    assert match is not None, f"`{line}` has no formats"
    return re.sub(r"\s", "", match[1]).split("|")


Each = Callable[..., list[Job]]


def _checks(each: Each) -> Iterator[Job]:
    yield from each("check", *STORIES)
    options = (
        "--strict", "--quiet", "--select SB1,SB2", "--ignore SB2", "--variant all", "--only 1", "--take 2",
        "--shard 2/3", "--model wan-2.6-t2v@segmind", "--set who=Ada", "--diff",
        "--unsafe-fixes --diff", "--color always",
    )  # fmt: skip
    yield from (job(f"check {option}", *STORIES) for option in options)
    yield job("fmt --check", *STORIES)
    yield job("fmt --diff", *STORIES)


def _renders(each: Each) -> Iterator[Job]:
    for command in ("render", "plan"):
        yield from each(f"{command} --variant all", *STORIES)
        yield job(f"{command} --shard 1/2", "samples")
    yield job("plan --list-clips", *STORIES)
    yield job("render --depfile rendered.d -o rendered.json", "samples", "ok")


def _in_place(each: Each) -> Iterator[Scene]:
    commands = {"laid": "fmt", "fixed": "check --fix", "guessed": "check --fix --unsafe-fixes"}
    for folder, command in commands.items():
        yield Scene(folder, (job(command, *STORIES), job(command, *STORIES)), warm=True)


def _exports(stories: list[str], each: Each) -> Iterator[Job]:
    """Each story in one format, the formats in turn; samples and good ones in all of them."""
    for number, story in enumerate(stories):
        kinds = each("export --variant all", story)
        yield from kinds if story.startswith(("samples", "ok")) else kinds[number % len(kinds) :][:1]
        if story.startswith(("samples", "fmt")):
            yield job("fmt -", stdin=story)
            yield job("check -", stdin=story)


def _imports(texts: list[str], each: Each) -> Iterator[Job]:
    """Each text as a story, and what comes of these stories."""
    forms = ("csv", "markdown", "prompt", "request", "subtitles", "yaml")
    for number, text in enumerate(texts):
        yield job(f"import {text} -o {text.removesuffix('.txt')}.story")
        if number % 5 == 0:
            yield job(f"import --from {forms[number // 5 % len(forms)]} -", stdin=text)
    for line in ("check --format json", "check --diff", "render", "render --format prompt", "plan", "fmt --diff"):
        yield job(line, ".")


def _asked(ask: Ask) -> Iterator[Job]:
    """Help, rules, schemas and the like, each by name."""
    commands = re.findall(r"^  ([a-z]+)  ", ask("--help"), re.MULTILINE)
    for command in (*commands, "report merge", *(f"ledger {name}" for name in ("list", "show", "resolve", "audit"))):
        yield job(f"{command} --help")
        yield job(f"{command} --no-such-option")
    lines = (
        "", "--help", "--version", "help", "help exit-codes", "chek", "explain", "explain --format json", "schema",
        "models", "models --format json", "models no-such", "emulate --openapi", "emulate --list-faults",
    )  # fmt: skip
    yield from map(job, lines)
    for code in re.findall(r"^SB\d+", ask("explain"), re.MULTILINE):
        yield job(f"explain {code}")
    for name in re.findall(r"^\S+", ask("schema"), re.MULTILINE):
        yield job(f"schema {name}")
    for shell in ("bash", "zsh", "fish", "none"):
        yield job(f"completion {shell}")


def _transcript(path: Path) -> tuple[Job, ...]:
    commands = _COMMAND.finditer(path.read_text(encoding="utf-8"))
    return tuple(Job(tuple(shlex.split(line["words"])), line["stdin"] or "/dev/null") for line in commands)


def _diffs(each: Each) -> Iterator[Job]:
    for revision in ("HEAD", "HEAD~1", "HEAD~2"):
        yield from each("diff", revision, ".")
    yield from each("diff --files", "takes.story", "include.story")
    yield from (job("diff", "."), job("diff nothing", "."), job("diff --only 1 HEAD~2", "takes.story"))
    yield from each("plan", ".")
    yield from each("doctor")
    yield job("plan --max-cost 1 --detailed-exitcode", ".")


def _begun(each: Each) -> Iterator[Job]:
    for template in ("trailer", "ad", "dialogue", "music"):
        yield job(f"init --template {template} {template}")
    yield from (job("init --ci github hub"), job("init --ci gitlab lab"), job("init hub"), job("check", "."))
    yield from each("doctor")


def _free(each: Each, *, quick: bool) -> Iterator[Job]:
    """A build, what may be asked of it, and the build once more."""
    yield job("build --jobs 1 --report report.json", *(("--draft",) if quick else ()), ".")
    yield job("build --jobs 1 --report report.xml --draft --out drafts", ".")
    yield job("build --jobs 2 --quiet --draft --out again", ".")
    yield job("build --jobs 2 --report again.json", *(("--draft",) if quick else ()), ".")
    yield from each("verify", ".")
    yield job("verify --pictures --tolerance 1ms", ".")
    yield from each("report merge", "report.json", "again.json")
    yield job("build --dry-run", ".")
    yield job("build --locked --provider segmind", ".")


def _paid(each: Each, *, quick: bool) -> Iterator[Scene]:
    """Builds against the emulator by both protocols; clips fail, and by v2 an answer is lost, which takes a minute."""
    build = "build --provider segmind --jobs 1 --draft"
    jobs = (
        job("plan -o saved.json", "."), job(f"{build} --max-cost 0.1", "."),
        job(f"{build} --report report.json --plan saved.json"),
        *each("ledger list"), *each("ledger list --sum"), *(job(f"ledger show {{{number}}}") for number in range(3)),
        *each("ledger show", "{1}"), *each("plan", "."), job("ledger resolve {2} --not-billed"),
        job(f"{build} --yes --report report.xml", "."), job(f"{build} --yes --report again.json", "."),
        *each("plan", "."), *each("verify", "."), job("ledger list"), job("ledger audit"),
        job(f"{build} --locked", "."), *each("report merge", "report.json", "again.json"), *each("doctor"),
    )  # fmt: skip
    for protocol in ("v1", "v2"):
        faults = ("--fault", "failed:3") if quick or protocol == "v1" else ("--script", "faults.json")
        yield Scene(f"paid-{protocol}", jobs, warm=True, host=("--key", KEY, "--seconds", "0.05", *faults))


def _chunked(folder: str, jobs: Sequence[Job]) -> list[Scene]:
    starts = range(0, len(jobs), _CHUNK)
    return [Scene(folder, tuple(jobs[start : start + _CHUNK]), warm=True) for start in starts]
