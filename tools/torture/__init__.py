"""Torture: builds are killed, paused, starved and lied to, and the host's book says whether anything was paid twice."""
