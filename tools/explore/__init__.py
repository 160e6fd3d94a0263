"""Every order of builders' steps, crashes and answers: the real ledger and the real purchase, played in one process."""
