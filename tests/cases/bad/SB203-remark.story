Shot 1 [0-5s] A lamp.
# TODO: the bird
Shot 2 [5-10s] A bird.
# expect:
# error[SB203] late-start: shot 1 starts at 5s but its clip starts at 0s
#   ┌─ SB203-remark.story:3:9
# 3 │ Shot 2 [5-10s] A bird.
#   │         ^ 5 seconds without a shot
#   │  0    1    2    3    4    5    6    7    8    9    10
#   │                           ├────────── 1 ───────────┤
#   = help: write `// TODO: the bird`: a heading starts a clip, a comment does not
#   = unsafe fix: make a comment of the heading, whose shots then belong to the clip above
#
# 1 error in 1 story
