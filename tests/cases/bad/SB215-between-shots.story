A night market in the rain.
Shot 1 [0-3s] A vendor lights a paper lamp.

---

Shot 2 [3-5s] Steam rises around a hand.

# expect:
# notice[SB215] stray-break: a break stands between shots 1 and 2, it only opens the closing text after the last shot
#   ┌─ SB215-between-shots.story:4:1
# 4 │ ---
#   │ ^^^
#   = help: delete the line
#   = safe fix: delete the break
#
# 1 notice in 1 story
