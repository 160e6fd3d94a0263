A 10-second slow push-in on a vendor who lights a paper lamp.
# expect:
# warning[SB125] duration-in-words: the words say `10-second`, and the clip is 5s long
#   ┌─ SB125-duration-in-words.story:1:3
# 1 │ A 10-second slow push-in on a vendor who lights a paper lamp.
#   │   ^^^^^^^^^ not read
#   = help: write `duration: 10`, or `\` before the number if it is not the length of the clip
#   = unsafe fix: set `duration` to 10
#
# 1 warning in 1 story
