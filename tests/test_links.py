"""The links of every page: each leads somewhere, the index has all pages, and no page names a path of one machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import docs
from tests.docs import DOCS
from tests.helpers import ROOT


@pytest.mark.parametrize("page", docs.pages(), ids=docs.named)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    lost: list[str] = []
    for path, anchor in docs.links(page):
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in docs.anchors(target)):
            lost.append(f"{path}#{anchor}" if anchor else path)
    assert lost == []


def test_an_index_has_each_page() -> None:
    indices = [page for page in docs.pages() if page.name == "README.md"]
    listed = {(index.parent / path).resolve() for index in indices for path, _ in docs.links(index)}
    assert [docs.named(page) for page in DOCS.rglob("*.md") if page not in listed] == []


@pytest.mark.parametrize("page", docs.pages(), ids=docs.named)
def test_no_page_names_a_path_of_this_machine(page: Path) -> None:
    text = docs.read(page)
    assert str(ROOT) not in text
    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root|Users)/\S*", text) == []
