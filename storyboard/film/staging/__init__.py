"""What a shot shows, read from its words: who, where, how near, in which light, and how the camera moves.

No room here needs a package for pictures or video, so that whatever draws a shot reads it alike.
"""

from __future__ import annotations
