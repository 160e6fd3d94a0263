"""The whole pipeline as one function: a story's path in, clips, requests and diagnostics out.

It never prints and never raises for a user's mistake, and it needs no key, network or clock: the same files give the
same result on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

import msgspec

from storyboard import profiles
from storyboard.compiler import request, rules
from storyboard.compiler.judge import judged
from storyboard.compiler.layout.clips import clips_of
from storyboard.compiler.layout.scenes import read_story
from storyboard.compiler.layout.scope import Scope, ScopeReading, read_scope
from storyboard.compiler.losses import Loss, losses
from storyboard.compiler.render import Prompt
from storyboard.compiler.render.templates import Templates
from storyboard.compiler.request import Request
from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.config import Config
from storyboard.diagnostics import Bag, Diagnostic, Edit, Finding, Fix, Level, Safety, nearest
from storyboard.language.story import Clip, Setting, Story, names
from storyboard.language.syntax import UNREADABLE, read_script, read_text
from storyboard.profiles import Profile
from storyboard.source import Files, Source, read_or_why
from storyboard.source.paths import project_path
from storyboard.system import collector


class Options(msgspec.Struct, frozen=True):
    """What a command selects: a model, a variant, values of variables, clips by number, slug or id, takes by number.

    The variant `all` means the story itself and every variant.
    """

    model: str | None = None
    variant: str = ""
    sets: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    takes: tuple[int, ...] = ()


class Compiled(msgspec.Struct, frozen=True):
    """A compiled story: its clips as laid out, its requests (none where it has errors), its diagnostics by place.

    `sources` holds every text that was read, by path, for reports. `missing` names what `Options` asked for and the
    story does not have. `profile` and `story`, absent without a readable text, are those of the clips, and `scopes` has
    the settings and names of each variant, "" being the story itself. `losses` is all that the model cannot do.
    """

    path: str
    title: str
    sources: dict[str, Source]
    clips: tuple[Clip, ...]
    requests: tuple[Request, ...]
    diagnostics: tuple[Diagnostic, ...]
    missing: tuple[str, ...] = ()
    profile: Profile | None = None
    story: Story | None = None
    scopes: dict[str, Scope] = {}
    losses: tuple[Loss, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether the story cannot be compiled as it is."""
        return bool(self.diagnostics) and any(diagnostic.level is Level.ERROR for diagnostic in self.diagnostics)

    @property
    def includes(self) -> tuple[str, ...]:
        """The paths of the files whose settings the story shares, in the order in which they were read."""
        return tuple(path for path in self.sources if path != self.path and not path.endswith(".j2"))


class WholeStory(msgspec.Struct, frozen=True):
    """What a compile of the story itself rests on: its facts, what was read, all findings, and the clips as rendered.

    With it a clip that was edited is compiled alone.
    """

    facts: Facts
    reading: ScopeReading
    scope: Scope
    findings: tuple[Finding, ...]
    rendered: tuple[RenderedClip, ...]


_ALL = Options()
_NO_STORY = "SB118"
_OF_ANY_TEXT = frozenset({_NO_STORY, "SB102", "SB408"})


def compile_story(files: Files, path: str, config: Config, options: Options = _ALL) -> Compiled:
    """The story at a path, compiled for the model that the options, the story or the configuration name."""
    with collector.paused():
        return _compiled(files, path, config, options)[0]


def compile_whole(files: Files, path: str, config: Config) -> tuple[Compiled, WholeStory | None]:
    """The story itself at a path, compiled, and what that rests on; None for the second where it cannot be read."""
    with collector.paused():
        return _compiled(files, path, config, _ALL)


def _compiled(files: Files, path: str, config: Config, options: Options) -> tuple[Compiled, WholeStory | None]:
    sources: dict[str, Source] = {}
    bag = Bag()
    reading = ScopeReading(files, config.limits, sources, bag, [])
    source, readable = _read(reading, path)
    if not readable:
        return Compiled(path, "", sources, (), (), judged(bag, (), config, sources)), None
    script, faults = read_script(source, clips=config.limits.clips, shots=config.limits.shots)
    bag.extend(faults)
    always = tuple(bag)

    # The scope of the story itself says which variants there are; what it finds counts for each of them.
    own = msgspec.structs.replace(reading, bag=Bag(always))
    scopes = {"": read_scope(own, source, script, "", options.sets)}
    bag.extend(own.bag)
    meant, missing = _meant(scopes[""], options.variant)
    missing += _slips(scopes[""], tuple(sources.values()), options.sets)
    no_story = any(finding.code == _NO_STORY for finding in faults)
    stories: list[Facts] = []
    requests: list[Request] = []
    lost: list[Loss] = []
    rendered: tuple[RenderedClip, ...] = ()
    for variant in meant:
        # A variant's rules rest on what was found in that variant, not on what was found in another one.
        here = own if variant == "" else msgspec.structs.replace(reading, bag=Bag(always))
        if variant not in scopes:
            scopes[variant] = read_scope(here, source, script, variant, options.sets)
        story = read_story(here, source, script, scopes[variant], variant)
        stories.append(_facts(here, story, config, options))
        if no_story:
            here.bag.extend(rules.check_story(stories[-1], _OF_ANY_TEXT))
        else:
            taken, rendered = compile_clips(here, stories[-1], config, options, missing)
            requests += taken
            lost += losses(here.bag, stories[-1], sources)
        bag.extend(here.bag)

    laid_out = next((facts for facts in stories if facts.clips), stories[-1])
    title, clips = laid_out.story.title, laid_out.clips
    if no_story:
        # All else was found by reading the file as what it is not.
        bag = Bag(finding for finding in bag if finding.code in _OF_ANY_TEXT)
        title, clips = "", ()
    diagnostics = judged(bag, (*script.ignores, *reading.ignores), config, sources)
    if any(diagnostic.level is Level.ERROR for diagnostic in diagnostics):
        requests = []
    else:
        missing += _no_ids(path, options.only, requests)
    compiled = Compiled(
        path, title, sources, clips, tuple(requests), diagnostics, tuple(dict.fromkeys(missing)),
        laid_out.profile, laid_out.story, scopes, tuple(dict.fromkeys(lost)),
    )  # fmt: skip
    return compiled, None if no_story else WholeStory(laid_out, reading, scopes[""], tuple(bag), rendered)


def clips_of_story(files: Files, path: str, config: Config, *, faulty: bool = True) -> tuple[Clip, ...] | None:
    """The clips of the story at a path as they are laid out, whatever the rules say of them; None without a story.

    None too where its lines have faults, as near misses of marks, and `faulty` is not set.
    """
    reading = ScopeReading(files, config.limits, {}, Bag(), [])
    source, readable = _read(reading, path)
    if not readable:
        return None
    script, faults = read_script(source, clips=config.limits.clips, shots=config.limits.shots)
    if any(fault.code == _NO_STORY or not faulty for fault in faults):
        return None
    scope = read_scope(reading, source, script, "", ())
    return _facts(reading, read_story(reading, source, script, scope, ""), config, _ALL).clips


def _meant(scope: Scope, variant: str) -> tuple[tuple[str, ...], list[str]]:
    """The variants to compile, "" being the story itself, and what there is to say of one that the story lacks."""
    if variant == "all":
        return ("", *scope.variants), []
    if variant and variant not in scope.variants:
        return ("",), [_no_variant(variant, scope.variants)]
    return (variant,), []


def _no_variant(name: str, known: tuple[str, ...]) -> str:
    near = nearest(name, known)
    if near:
        return f"no variant `{name}`: did you mean `{near}`?"
    if not known:
        return f"no variant `{name}`: this story has no variants"
    return f"no variant `{name}`: this story has {', '.join(f'`{variant}`' for variant in known)}"


def _slips(scope: Scope, sources: Iterable[Source], sets: Iterable[tuple[str, str]]) -> list[str]:
    """A message for each variable that `--set` names and no text uses, where the story has one of nearly that name."""
    own = [name for name, value in scope.names.variables.items() if value.span.end]
    messages: list[str] = []
    for name, _ in sets:
        used = re.compile(rf"\{{\{{[ \t]*{re.escape(name)}[ \t]*\}}\}}")
        near = None if name in own or any(used.search(source.text) for source in sources) else nearest(name, own)
        if near is not None:
            messages.append(f"no variable `{name}`: did you mean `{near}`?")
    return messages


def _read(reading: ScopeReading, path: str) -> tuple[Source, bool]:
    """The story's text, and whether it can be parsed."""
    limits = reading.limits
    data = read_or_why(reading.files, path, limits.file_bytes + 1)
    if isinstance(data, str):
        source = Source(path, "")
        reading.bag.add(
            Finding(
                f"the file cannot be read: {data}",
                source.span(0, 0),
                "look at its name and its permissions",
                code="SB405",
            )
        )
        reading.sources[path] = source
        return source, False
    source, findings = read_text(path, data, limits.file_bytes, limits.line, limits.lines)
    reading.sources[path] = source
    reading.bag.extend(findings)
    return source, not any(finding.code in UNREADABLE for finding in findings)


def model_of(reading: ScopeReading, story: Story, config: Config, options: Options = _ALL) -> tuple[Profile, bool]:
    """The model of a story, the default one where that cannot be used, and whether anybody named it."""
    setting = story.overrides.get("model", story.settings.get("model"))
    written = setting.value if setting is not None else None
    wanted = options.model or written or config.model or profiles.DEFAULT
    try:
        return profiles.load(wanted, reading.files), bool(options.model or setting is not None or config.model)
    except profiles.ProfileError as error:
        if setting is not None and wanted == written:
            reading.bag.add(_no_model(setting, str(error), profiles.model_names(reading.files)))
        else:
            reading.bag.add(
                Finding(
                    str(error).partition(":")[0],
                    reading.sources[story.path].span(0, 0),
                    "name a model that `storyc models` lists",
                    code="SB112",
                )
            )
        return profiles.load(profiles.DEFAULT, None), False


def _facts(reading: ScopeReading, story: Story, config: Config, options: Options) -> Facts:
    profile, named = model_of(reading, story, config, options)
    if "frames" in story.settings or "frames" in story.overrides:
        from storyboard.compiler.layout.frames import framed  # few stories have such a folder

        story, findings = framed(story, reading.files)
        reading.bag.extend(findings)
    return Facts(
        story=story,
        clips=clips_of(story, profile),
        profile=profile,
        named=named,
        files=reading.files,
        sources=reading.sources,
        strict=config.rules.strict,
        limits=config.limits,
        template=config.template or "",
    )


def _no_model(setting: Setting, error: str, known: tuple[str, ...]) -> Finding:
    if setting.value in known:  # a profile of the project that cannot be used
        return Finding(error, setting.span, "mend that file, or name another model", code="SB112")
    bare = re.sub(r"\W", "", setting.value.casefold())
    # Of the hosts of a model the one that runs where nothing is named is meant.
    default = bare and re.sub(r"\W", "", profiles.DEFAULT).startswith(bare)
    alike = (name for name in known if bare and re.sub(r"\W", "", name.partition("@")[0].casefold()).startswith(bare))
    near = profiles.DEFAULT if default else next(alike, None) or nearest(setting.value, known, 0.5)
    fix = Fix(Safety.UNSAFE, f"write `{near}`", (Edit(setting.span, near),)) if near else None
    return Finding(
        error.partition(":")[0],
        setting.span,
        f"write `{near}`" if near else "name a model that `storyc models` lists",
        code="SB112",
        fix=fix,
    )


def compile_clips(
    reading: ScopeReading,
    facts: Facts,
    config: Config,
    options: Options,
    missing: list[str],
    codes: Container[str] | None = None,
) -> tuple[list[Request], tuple[RenderedClip, ...]]:
    """The requests of one variant, and its clips as rendered; what is found is added to the reading's bag.

    `codes` are the rules that look at the whole story, usually all.
    """
    bag = reading.bag
    bag.extend(rules.check_story(facts, codes))
    by_clip = rules.ByClip(facts.clips, bag)
    for clip in facts.clips:
        bag.extend(rules.check_clip(clip, facts, by_clip))
    errors = {code for code, rule in rules.by_code().items() if rule.level is Level.ERROR}
    templates = Templates(reading, facts.profile, facts.story.cast, config)
    rendered: list[RenderedClip] = []
    wanted = _selected(facts.story.path, facts.clips, options.only, missing)
    requests: list[Request] = []
    for clip in facts.clips:
        if clip.planned is None or not errors.isdisjoint(by_clip.faults(clip)):
            continue
        prompt = templates.render(clip)
        if prompt is None:
            continue
        sized = clip.duration is not None and clip.size in facts.profile.size.allowed
        takes = list(_takes(reading, facts, clip, prompt)) if sized and errors.isdisjoint(by_clip.codes(clip)) else []
        rendered.append(RenderedClip(clip, prompt, takes[0] if takes else None))
        bag.extend(rules.check_request(rendered[-1], facts, by_clip))
        named = takes if clip.index in wanted else [take for take in takes if request.clip_id(take) in options.only]
        requests += [take for take in named if not options.takes or take.take in options.takes]
    bag.extend(rules.check_all(tuple(rendered), facts))
    return requests, tuple(rendered)


def _selected(story: str, clips: Iterable[Clip], only: tuple[str, ...], missing: list[str]) -> set[int]:
    """The numbers of the clips that `--only` names by number, title or slug, all of them where it names none.

    An id names a take of a variant's clip, and is looked for among the requests of all variants.
    """
    clips = list(clips)
    if not only:
        return {clip.index for clip in clips}
    chosen: set[int] = set()
    own = any(request.belongs_to(word, story) for word in only)
    for word in only:
        fitting = {clip.index for clip in clips if word.casefold() in names(clip)}
        chosen |= fitting
        # Beside an id of this story another one may be of another story.
        if not fitting and not (own and request.is_clip_id(word)):
            near = nearest(word, [name for clip in clips for name in (clip.slug, clip.title) if name])
            count = f"clips 1 to {len(clips)}" if len(clips) > 1 else "one clip"
            missing.append(f"no clip `{word}`: " + (f"did you mean `{near}`?" if near else f"this story has {count}"))
    return chosen


def _no_ids(story: str, only: tuple[str, ...], requests: Iterable[Request]) -> list[str]:
    """A message for each wanted id of the story that none of its requests has."""
    own = [word for word in only if request.belongs_to(word, story)]
    ids = {request.clip_id(take) for take in requests} if own else set[str]()
    return [f"there is no clip `{word}`" for word in own if word not in ids]


def _takes(reading: ScopeReading, facts: Facts, clip: Clip, prompt: Prompt) -> Iterator[Request]:
    """The requests of a clip, one a take."""
    # A piece of a clip that was cut begins where its first shot is written.
    place = facts.sources[facts.story.path].place(clip.shots[0].span.start if clip.part else clip.span.start)
    audio = _audio(reading, facts, clip)
    for take in range(1, clip.takes + 1):
        yield request.build(
            clip,
            facts.profile,
            prompt.text,
            tuple(part.text for part in prompt.parts),
            story=facts.story.path,
            variant=facts.story.variant,
            take=take,
            audio=audio,
            line=place.line,
        )


def _audio(reading: ScopeReading, facts: Facts, clip: Clip) -> str | None:
    """The clip's sound as the request names it: an address as it is, a file by its SHA-256."""
    setting = clip.settings.get("audio")
    if setting is None or facts.profile.audio is None:
        return None
    if "://" in setting.value:
        return setting.value
    path = project_path(setting.span.path, setting.value)
    if path is None or not reading.files.exists(path):
        return None  # a rule has said so
    data = read_or_why(reading.files, path, facts.profile.audio.max_bytes + 1)
    if isinstance(data, str):
        return None
    import hashlib

    return f"sha256:{hashlib.sha256(data).hexdigest()}"
