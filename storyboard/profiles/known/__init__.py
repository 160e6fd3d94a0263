"""The shipped profiles as records, one module each, so that a quick start reads no YAML; `make tables` writes them."""

from __future__ import annotations
