duration: 10
Shot 1: A vendor lights a paper lamp, held for 3 seconds.
Shot 2: Steam rises around a hand.
Duration: 2 s.
Shot 3: Wide, 5 sec, the street.
# expect:
# error[SB124] length-in-words: the mark of shot 1 has no time, and the words say `3 seconds`; 1 more shot is written so
#   ┌─ SB124-length-in-words.story:2:1
# 2 │ Shot 1: A vendor lights a paper lamp, held for 3 seconds.
#   │ ^^^^^^^ no time
#   │                                                --------- its time is here
#   = help: write `[3s]` into the mark, or `\` before the number if it is no time of the shot
#   = unsafe fix: write each time into its mark
#
# error[SB218] time-below-mark: `Duration: 2 s.` stands below its shot's mark, a mark holds its own time
#   ┌─ SB124-length-in-words.story:3:1
# 3 │ Shot 2: Steam rises around a hand.
#   │ ^^^^^^^ no time
# 4 │ Duration: 2 s.
#   │ -------------- its time is here
#   = help: write `[2s]` into the mark
#   = unsafe fix: write the time into the mark
#
# 2 errors in 1 story
