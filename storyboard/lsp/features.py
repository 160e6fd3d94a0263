"""The features that the server tells the editor of: the module that answers each method, and its options.

A function of the module answers, named as the last word of the method is: `textDocument/hover` asks `hovering.hover`.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types

STATUS, CARDS = "storyc/status", "storyc/cards"
# The kinds of words that editors colour; a token names its kind by the place here.
KINDS = (
    "keyword",
    "number",
    "string",
    "property",
    "class",
    "enumMember",
    "variable",
    "comment",
    "namespace",
    "operator",
)
FIX_ALL = "source.fixAll.storyc"
# Not below `source.fixAll`: an editor that makes all fixes on each save asks for that one.
FIX_ALL_UNSAFE = "source.unsafeFixAll.storyc"
_LEGEND = types.SemanticTokensLegend(token_types=list(KINDS), token_modifiers=[])
_ACTIONS = (types.CodeActionKind.QuickFix, FIX_ALL, FIX_ALL_UNSAFE)

# What somebody waits for who types. All else is answered when nobody types: it rests on the whole story, and an editor
# asks for most of it after each letter.
AT_ONCE = frozenset(
    (
        types.TEXT_DOCUMENT_COMPLETION,
        types.TEXT_DOCUMENT_FORMATTING,
        types.TEXT_DOCUMENT_RANGE_FORMATTING,
        types.TEXT_DOCUMENT_PREPARE_RENAME,
        types.TEXT_DOCUMENT_RENAME,
        types.CODE_ACTION_RESOLVE,
    )
)

FEATURES: dict[str, tuple[str, Any]] = {
    types.TEXT_DOCUMENT_CODE_ACTION: ("acting", types.CodeActionOptions(_ACTIONS, resolve_provider=True)),
    types.CODE_ACTION_RESOLVE: ("acting", None),
    types.TEXT_DOCUMENT_FORMATTING: ("formatting", None),
    types.TEXT_DOCUMENT_RANGE_FORMATTING: ("formatting", None),
    types.TEXT_DOCUMENT_COMPLETION: ("completing", types.CompletionOptions(["@", "/", "{", "[", ":", " "])),
    types.TEXT_DOCUMENT_HOVER: ("hovering", None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: ("outlining", None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: ("folding", None),
    types.TEXT_DOCUMENT_DEFINITION: ("pointing", None),
    types.TEXT_DOCUMENT_REFERENCES: ("pointing", None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: ("renaming", None),
    types.TEXT_DOCUMENT_RENAME: ("renaming", types.RenameOptions(prepare_provider=True)),
    types.TEXT_DOCUMENT_INLAY_HINT: ("hinting", None),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: ("colouring", _LEGEND),
    types.TEXT_DOCUMENT_CODE_LENS: ("pricing", types.CodeLensOptions()),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: ("linking", types.DocumentLinkOptions()),
    STATUS: ("pricing", None),
    CARDS: ("previewing", None),
}
