Shot 1 [0-3s] Vertical video of a vendor who lights a paper lamp at 9:16 pm.
Shot 2 [3-5s] Steam rises past vertical blinds.

# expect:
# warning[SB308] aspect-in-text: `Vertical video` asks for an upright picture but the size is 1280*720, a wide one
#   ┌─ SB308-first-shot.story:1:15
# 1 │ Shot 1 [0-3s] Vertical video of a vendor who lights a paper lamp at 9:16 pm.
#   │               ^^^^^^^^^^^^^^
#   = help: write `size: 720*1280`, or take the words out
#
# 1 warning in 1 story
