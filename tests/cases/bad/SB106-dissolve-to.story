A cafe.
Shot 1 [0-3s] Anna enters.

DISSOLVE TO:

Shot 2 [3-5s] Tom looks up.
# expect:
# warning[SB106] misspelt-field: `DISSOLVE TO:` is text of the shot above, the next one begins with a cut
#   ┌─ SB106-dissolve-to.story:4:1
# 4 │ DISSOLVE TO:
#   │ ^^^^^^^^^^^^
#   = help: write `transition: dissolve` below the mark of the shot that it leads to
#   = unsafe fix: write `transition: dissolve` there
#
# 1 warning in 1 story
