"""Many machines that work off what was submitted to a ledger: the extra `fleet`, which runs them on DBOS.

The ledger alone says what is bought, sent and fetched. What DBOS keeps are appointments, made anew from the ledger when
they are lost.
"""

from __future__ import annotations

from storyboard.diagnostics import UserError


class FleetError(UserError):
    """The fleet cannot do what it is asked for; the text says why."""
