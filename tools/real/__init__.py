"""Paid builds at the real addresses, played on this machine: see `world` for how nothing leaves it."""
