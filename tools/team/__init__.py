"""`make team-full`: processes that share a ledger are killed, cut off and paused, and nothing may be paid for twice."""
