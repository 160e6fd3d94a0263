"""Document links: the files and addresses that a story names."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import DocumentLink, DocumentLinkParams

from storyboard.compiler.render import template_path
from storyboard.language import yamltext
from storyboard.language.story import Setting
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet
from storyboard.source import Span
from storyboard.source.paths import project_path


def document_link(desk: Desk, params: DocumentLinkParams) -> list[DocumentLink]:
    """The includes, sounds, pictures and templates of the project that are there, and addresses of sounds."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return []
    files = desk.files(sheet.root)
    links: list[DocumentLink] = []
    for span, target in _named(sheet):
        if span.path != sheet.compiled.path:
            continue
        if "://" in target:
            links.append(DocumentLink(sheet.range(span), target))
        elif files.exists(target):
            links.append(DocumentLink(sheet.range(span), desk.uri(sheet.root, target)))
    return links


def _named(sheet: StorySheet) -> Iterator[tuple[Span, str]]:
    """The place of each name, and the path from the project's root or the address that it means."""
    story = sheet.compiled.story
    if story is None:
        return
    include = sheet.compiled.scopes[""].own.get("include")
    for scalar in include.value if include is not None else ():
        path = project_path(scalar.span.path, scalar.text.strip())
        if path:
            yield yamltext.words(scalar), path
    layers = [story.settings, story.overrides, *(scene.settings for scene in story.scenes)]
    for setting in (setting for layer in layers for setting in layer.values()):
        target = _target(setting)
        if target:
            yield setting.span, target
    for scene in story.scenes:
        for shot in scene.shots:
            if shot.picture is not None and shot.picture.path is not None:
                yield shot.picture.span, shot.picture.path


def _target(setting: Setting) -> str | None:
    if setting.key == "audio":
        return setting.value if "://" in setting.value else project_path(setting.span.path, setting.value)
    if setting.key == "template":
        return template_path(setting.value)
    return None
