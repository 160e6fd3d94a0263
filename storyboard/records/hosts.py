"""What is known of a host, as its file says it."""

from __future__ import annotations

from storyboard.profiles.hosts import records
from storyboard.records import Record


class HostRecord(Record, records.Host, frozen=True, kw_only=True, tag="storyc.host/2"):
    """How a host is talked to, where in its answers things stand, and what they mean.

    A file of a host is YAML of this shape, in which one text may stand for a list of one.
    """

    MET = "`profiles/hosts/HOST.yaml`, as JSON"
