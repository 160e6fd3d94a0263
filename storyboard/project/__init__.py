"""Many stories as one thing: what differs between two revisions, what is amiss here, what a save concerns."""
