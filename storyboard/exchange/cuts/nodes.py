"""XML read as a tree within limits: no DTD, no entity but the five of XML, so that nothing is fetched or multiplied."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from storyboard.diagnostics import UserError

DEEP = 100
MOST = 1_000_000  # elements


class XmlNode:
    """An element: its tag, its attributes, the elements in it and its words."""

    __slots__ = ("attributes", "children", "tag", "words")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[XmlNode] = []
        self.words = ""

    def get(self, name: str) -> str:
        """An attribute, empty where it is absent."""
        return self.attributes.get(name, "")

    def first(self, *path: str) -> XmlNode | None:
        """The first element at a path of tags."""
        node: XmlNode | None = self
        for tag in path:
            node = next((child for child in node.children if child.tag == tag), None) if node is not None else None
        return node

    def all(self, tag: str) -> list[XmlNode]:
        """The elements of a tag right below."""
        return [child for child in self.children if child.tag == tag]

    def said(self, *path: str) -> str:
        """The words of the first element at a path of tags, empty without one."""
        node = self.first(*path)
        return node.words.strip() if node is not None else ""

    def below(self) -> Iterator[XmlNode]:
        """The element and all in it, in the order of the document."""
        todo: list[XmlNode] = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))


def tree(text: str) -> XmlNode:
    """The root of a document. Raises UserError for what is no XML, has a DTD, or passes a limit."""
    top = XmlNode("", {})
    stack = [top]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > DEEP or count > MOST:
            raise UserError(f"it is nested deeper than {DEEP}" if len(stack) > DEEP else f"it has over {MOST} elements")
        node = XmlNode(tag, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_tag: str) -> None:
        stack.pop()

    def words(more: str) -> None:
        stack[-1].words += more

    def doctype(_name: str, system: str | None, public: str | None, inner: bool) -> None:
        # Editors write a bare `<!DOCTYPE xmeml>`, which declares nothing.
        if system or public or inner:
            raise UserError("it has a DTD, which is not read: delete all but the name from its `<!DOCTYPE …>`")

    def entity(*_: object) -> None:
        raise UserError("it declares an entity, which is not read")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text.lstrip(), True)  # a text counts as UTF-8, whatever its declaration says
    except expat.ExpatError as error:
        raise UserError(f"it is no XML: {error}") from error
    return top.children[0]
