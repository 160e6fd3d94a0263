Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 3 [4-5s] Steam rises around a hand.
Shot 2 [2-4s] The hand opens.
# expect:
# warning[SB213] misnumbered-shot: `Shot 3` is shot 2 of its clip
#   ┌─ SB213-out-of-order.story:2:6
# 2 │ Shot 3 [4-5s] Steam rises around a hand.
#   │      ^
#   = help: put the shots in their order, or write the number 2
#
# warning[SB211] shot-too-short: shot 2 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB213-out-of-order.story:2:8
# 2 │ Shot 3 [4-5s] Steam rises around a hand.
#   │        ^^^^^^
#   = help: give shot 2 at least 2s, or join it with its neighbour
#
# error[SB202] shot-gap: shot 2 starts at 4s but shot 1 ends at 2s
#   ┌─ SB213-out-of-order.story:2:9
# 1 │ Shot 1 [0-2s] A vendor lights a paper lamp.
#   │        ------ shot 1 is here
# 2 │ Shot 3 [4-5s] Steam rises around a hand.
#   │         ^ 2 seconds without a shot
#   │  0     1     2     3     4     5
#   │  ├──── 1 ────┤
#   │                          ├─ 2 ─┤
#   = help: start shot 2 at 2s, or end shot 1 at 4s
#   = unsafe fix: start shot 2 at 2s, which makes it 3s long
#
# warning[SB213] misnumbered-shot: `Shot 2` is shot 3 of its clip
#   ┌─ SB213-out-of-order.story:3:6
# 3 │ Shot 2 [2-4s] The hand opens.
#   │      ^
#   = help: put the shots in their order, or write the number 3
#
# error[SB201] shot-overlap: shot 3 starts at 2s but shot 2 ends at 5s
#   ┌─ SB213-out-of-order.story:3:8
# 2 │ Shot 3 [4-5s] Steam rises around a hand.
#   │        ------ shot 2 is here
# 3 │ Shot 2 [2-4s] The hand opens.
#   │        ^^^^^^ before shot 2
#   │  0     1     2     3     4     5
#   │                          ├─ 2 ─┤
#   │              ├──── 3 ────┤
#   = help: start shot 3 at 5s, or put it before shot 2
#
# 2 errors, 3 warnings in 1 story
