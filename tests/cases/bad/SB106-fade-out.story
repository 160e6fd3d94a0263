A cafe.
Shot 1 [0-3s] Anna leaves.

FADE OUT:

Shot 2 [3-5s] Tom looks up.
# expect:
# warning[SB106] misspelt-field: `FADE OUT:` is text of the shot that it ends
#   ┌─ SB106-fade-out.story:4:1
# 4 │ FADE OUT:
#   │ ^^^^^^^^^
#   = help: write `transition: fade out`
#   = unsafe fix: write `transition: fade out`
#
# 1 warning in 1 story
