Shot 1 [0:00-0:04] A lamp is lit.
Shot 2 [0.04-0.08] A hand reaches in.
Shot 3 [0:08-0:09.5] Dark.
Shot 4 [9.50-10] Steam.
# expect:
# error[SB110] malformed-mark: `0.04-0.08` has points between minutes and seconds, other times of the clip have colons
#   ┌─ SB110-points-for-colons.story:2:9
# 2 │ Shot 2 [0.04-0.08] A hand reaches in.
#   │         ^^^^^^^^^
#   = help: write `0:04-0:08`
#   = unsafe fix: write `0:04-0:08`
#
# warning[SB211] shot-too-short: shot 3 is 1.5s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB110-points-for-colons.story:3:8
# 3 │ Shot 3 [0:08-0:09.5] Dark.
#   │        ^^^^^^^^^^^^^
#   = help: give shot 3 at least 2s, or join it with its neighbour
#
# warning[SB212] part-seconds: shot 3 ends at 9.5s, `wan-2.6-t2v` counts in whole seconds
#   ┌─ SB110-points-for-colons.story:3:14
# 3 │ Shot 3 [0:08-0:09.5] Dark.
#   │              ^^^^^^
#   = help: write 9 or 10
#
# warning[SB211] shot-too-short: shot 4 is 0.5s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB110-points-for-colons.story:4:8
# 4 │ Shot 4 [9.50-10] Steam.
#   │        ^^^^^^^^^
#   = help: give shot 4 at least 2s, or join it with its neighbour
#
# 1 error, 3 warnings in 1 story
