SHOT 1: A vendor lights a paper lamp.
- [ ] **Duration:** 2 seconds

SHOT 2: Steam rises around a hand.
- [ ] **Duration:** 3 seconds
# expect:
# error[SB218] time-below-mark: `- [ ] **Duration:** 2 seconds` stands below its shot's mark, and so does 1 more, a mark holds its own time
#   ┌─ SB218-time-below-mark.story:1:1
# 1 │ SHOT 1: A vendor lights a paper lamp.
#   │ ^^^^^^^ no time
# 2 │ - [ ] **Duration:** 2 seconds
#   │ ----------------------------- its time is here
#   = help: write `[2s]` into the mark
#   = unsafe fix: write each time into its mark
#
# 1 error in 1 story
