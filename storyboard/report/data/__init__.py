"""What the reports for programs share: values that any reader can take, and fingerprints."""

from __future__ import annotations
