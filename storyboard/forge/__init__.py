"""What a pipeline does at the server that it runs for: comment on a pull request, read an approval, keep a ledger.

Whatever a pull request brings is data: its bytes are limited, its pictures drawn anew, its words escaped.
"""

from __future__ import annotations

from storyboard.diagnostics import UserError


class ForgeTrouble(UserError):
    """The server, or what it gave, cannot be used; the text says why."""
