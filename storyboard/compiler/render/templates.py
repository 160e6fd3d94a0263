"""The prompt templates of a story, from the project or shipped, each loaded once."""

from __future__ import annotations

from storyboard.compiler.layout.scope import ScopeReading
from storyboard.compiler.render.clip import render_clip
from storyboard.compiler.render.prompt import Prompt, Template, TemplateFault, load, template_path
from storyboard.config import Config
from storyboard.diagnostics import Finding
from storyboard.language.story import Clip, Member, Setting
from storyboard.language.syntax import read_text
from storyboard.profiles import Profile
from storyboard.source import read_or_why


class Templates:
    """The prompt templates of a story, each loaded once; a fault is reported once, at the setting that names it."""

    def __init__(self, reading: ScopeReading, profile: Profile, cast: dict[str, Member], config: Config) -> None:
        self.reading, self.profile, self.cast, self.config = reading, profile, cast, config
        self.loaded: dict[str, Template | None] = {}

    def render(self, clip: Clip) -> Prompt | None:
        """The clip's prompt, or None where its template cannot be used."""
        setting = clip.settings.get("template")
        name = setting.value if setting is not None else self.config.template or self.profile.template
        try:
            if name not in self.loaded:
                self.loaded[name] = None
                self.loaded[name] = load(name, self._own, self.config.limits.template_bytes)
            template = self.loaded[name]
            if template is None:
                return None
            return render_clip(template, clip, self.profile, self.cast)
        except TemplateFault as fault:
            self._report(fault, name, clip, setting)
            return None

    def _own(self, path: str) -> str | None:
        files, limits = self.reading.files, self.reading.limits
        if not files.exists(path):
            return None
        data = read_or_why(files, path, limits.template_bytes + 1)
        if isinstance(data, str):
            raise TemplateFault(f"the template `{path}` cannot be read: {data}", path, 0)
        source, faults = read_text(path, data, limits.template_bytes, limits.line, limits.lines)
        self.reading.sources[path] = source
        if faults:
            line = source.place(faults[0].span.start).line
            raise TemplateFault(faults[0].message, path, line)
        return source.text

    def _report(self, fault: TemplateFault, name: str, clip: Clip, setting: Setting | None) -> None:
        own = fault.path or template_path(name)
        source = self.reading.sources.get(own)
        if source is not None and fault.line:
            line = min(fault.line, source.line_count)
            start = source.line_start(line)
            span = source.span(start, start + len(source.line(line)))
            advice = "mend the template's line"
        else:
            span = setting.span if setting is not None else clip.heading or clip.span
            advice = f"use a template that is shipped, like `{self.profile.template}`, or write `{own}`"
        self.reading.bag.add(Finding(str(fault), span, advice, code="SB605"))
