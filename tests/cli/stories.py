"""A good and a bad story, as a writer's first minute has them."""

from __future__ import annotations

GOOD = "A lamp is lit in the rain.\nShot 1 [0-2s] A hand strikes a match.\nShot 2 [2-5s] A face in its light.\n"
BAD = "A lamp is lit in the rain.\nShot 1 [0-3s] A hand strikes a match.\nShot 2 [2-5s] A face in its light.\n"
