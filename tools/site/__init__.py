"""The pages of docs/ as a site, with search, llms.txt and the manual page: `make site`."""

from __future__ import annotations
