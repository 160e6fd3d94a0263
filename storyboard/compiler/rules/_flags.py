"""What the rules about flags share: the fix that deletes a setting which contradicts the shots."""

from __future__ import annotations

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import without
from storyboard.diagnostics import Fix, Safety
from storyboard.language.story import Setting


def delete(setting: Setting, facts: Facts) -> Fix:
    """Delete the setting, whose value then follows from the number of shots."""
    title = f"delete `{setting.key}`: it follows from the number of shots"
    edits = without(setting, facts)
    return Fix(Safety.SAFE if edits else Safety.DISPLAY, title, edits)
