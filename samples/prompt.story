Moody cinematic short, rain-soaked harbour town at night, teal and sodium orange, anamorphic lens, gentle film grain.

[0-3s] Low angle on black puddles, a neon fish sign flickering upside down in the water. A boot breaks the reflection.
[3-7s] Hard cut: a fisherman in yellow oilskins pulls a net hand over hand on to the quay. It is far too heavy. Slow dolly in.
[7-11s] Hard cut: inside the net lies a single brass diving helmet. Something behind its glass moves.
[11-15s] Extreme close-up on his face, lit green from below. He breathes out: "So you came back."

No subtitles, no captions, no logos.
