"""One story compiled, rewritten, or made of another text."""

from __future__ import annotations

from storyboard.api.opening import Story
from storyboard.compiler.colouring import stretches
from storyboard.compiler.pipeline import Options
from storyboard.compiler.records import diagnostic_record
from storyboard.compiler.rewriting import laid_out, mended
from storyboard.config import Limits
from storyboard.exchange import exporters
from storyboard.exchange.importers import AUTO
from storyboard.exchange.importing import NO_TEXT, imported, text_of
from storyboard.project.compiling import CompiledStory, compiled_story
from storyboard.records.api import Fixed, Formatted, Imported, Refused
from storyboard.records.tokens import SourceToken

_ALL = Options()


def compile_story(story: Story, options: Options = _ALL) -> CompiledStory:
    """The compiled story: its `clips`, `requests`, `prompts`, `total_usd`, and its `diagnostics`, errors or none.

    `options` select a model, a variant, values of variables, clips and takes; what they name in vain is `lacking`, a
    phrase each. `usable` says that there are no errors and nothing is lacking. Times are seconds from the clip's start,
    None where the text does not say them; prices are dollars. Nothing raises.

    >>> import storyboard
    >>> story = storyboard.compile_story(storyboard.open_text("Shot 1 [0-3s] A lamp.\\nShot 2 [2-5s] A hand."))
    >>> [(mistake.line, mistake.code, mistake.message) for mistake in story.diagnostics]
    [(2, 'SB201', 'shot 2 starts at 2s but shot 1 ends at 3s')]
    >>> [(shot.number, shot.start, shot.end) for clip in story.clips for shot in clip.shots]
    [(1, 0, 3), (2, 2, 5)]
    """
    return compiled_story(story.project, story.path, options)


def format_story(story: Story) -> Formatted:
    r"""The story's text in canonical layout, as `storyc fmt` writes it; nothing is written to a file.

    No word, no comment and no byte of what is sent changes. Where `errors` of syntax forbid it the text is as it was.

    >>> import storyboard
    >>> storyboard.format_story(storyboard.open_text("Shot 1:   0:00-0:05   A lamp.\n")).text
    'Shot 1 [0-5s] A lamp.\n'
    """
    laid = laid_out(story.project.files, story.path, story.project.config)
    return Formatted(
        path=story.path,
        text=laid.after,
        changed=laid.after != laid.before,
        errors=tuple(diagnostic_record(error, laid.sources) for error in laid.errors),
        kept=laid.bug,
    )


def fix_story(story: Story, options: Options = _ALL, *, unsafe: bool = False) -> Fixed:
    r"""The story's text with its safe fixes, with `unsafe` also those that change a time, a price or a guess.

    Each fix is proven by a compile, and none is made that wakes another mistake. `texts` holds the whole new text of
    each file that changes, by its path from the root, with the line ends it had; nothing is written to a file.

    >>> import storyboard
    >>> text = "duration: 5\nShot 1 [0-3s] A lamp.\nShot 3 [3-5s] A hand.\n"
    >>> fixed = storyboard.fix_story(storyboard.open_text(text))
    >>> fixed.fixed, fixed.text
    (1, 'duration: 5\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n')
    """
    result = mended(story.project.files, story.path, story.project.config, options, unsafe=unsafe)
    left = result.compiled
    return Fixed(
        path=story.path,
        text=result.text,
        texts={path: after for path, (_, after) in sorted(result.texts.items())},
        fixed=result.fixed,
        diagnostics=tuple(diagnostic_record(diagnostic, left.sources) for diagnostic in left.diagnostics),
    )


def import_text(text: str | bytes, form: str = AUTO) -> Imported | Refused:
    r"""The story that a prompt, a request, a table or subtitles are, or why they are none.

    `form` is `auto`, `prompt`, `request`, `csv`, `markdown`, `yaml`, `xml`, `logfmt`, `subtitles`, `fountain` or `fdx`;
    another one raises LookupError.
    What is not certain stands in the story as `// import?:`, and is counted in `questions`.

    >>> import storyboard
    >>> story = storyboard.import_text("start,end,action\n0,3,A lamp is lit.\n3,5,A hand reaches in.\n")
    >>> print(story.message if isinstance(story, storyboard.Refused) else story.text)
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    <BLANKLINE>
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    source, fault = text_of("text", data, Limits().file_bytes)
    if fault is None:
        return imported(data.decode(), form)
    if fault.code == NO_TEXT:
        return Refused(f"{fault.message}; {fault.help}")
    place = source.place(fault.span.start)
    return Refused(f"line {place.line}, column {place.column}: {fault.message}")


def export_story(story: CompiledStory, form: str = "json") -> str:
    r"""The story in another program's form, ending with a line end: `json`, `csv`, `srt`, `vtt`, `fountain`, timelines.

    The timelines `otio`, `edl`, `fcpxml` and `xmeml` refer to the clips by the paths that they will have.

    What the marks say is written, whatever else is wrong with the story. Raises LookupError for another form.

    >>> import storyboard
    >>> text = 'cast: {ANNA: a woman}\nShot 1 [0-4s] A door.\n  ANNA: "Wait!"\n'
    >>> story = storyboard.compile_story(storyboard.open_text(text))
    >>> print(storyboard.export_story(story, "srt"))
    1
    00:00:00,000 --> 00:00:00,700
    Wait!
    <BLANKLINE>
    """
    return exporters.load(form).render(story.compiled)


def tokens(story: CompiledStory) -> tuple[SourceToken, ...]:
    """The words of the story's own text that mean something, and what they are, in their order; none overlaps another.

    >>> import storyboard
    >>> text = 'cast: {ANNA: a woman}\\nShot 1 [0-4s] A door. @ANNA waits.\\n'
    >>> for token in storyboard.tokens(storyboard.compile_story(storyboard.open_text(text))):
    ...     print(token.line, token.kind, text.splitlines()[token.line - 1][token.column - 1 : token.end_column - 1])
    1 property cast
    1 class ANNA
    2 keyword Shot
    2 number 1
    2 number [0-4s]
    2 class ANNA
    """
    source = story.compiled.sources.get(story.path)
    if source is None:
        return ()
    places = ((word, source.place(word.start)) for word in stretches(story.compiled))
    return tuple(
        SourceToken(kind=word.kind, line=at.line, column=at.column, end_column=at.column + word.end - word.start)
        for word, at in places
    )
