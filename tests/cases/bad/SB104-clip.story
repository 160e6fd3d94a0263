# The forge
duration: 5
duration: 10
Shot 1 [0-5s] Sparks fly over an anvil.
# expect:
# error[SB104] duplicate-key: `duration` is set twice, to `5` and to `10`
#   ┌─ SB104-clip.story:3:1
# 2 │ duration: 5
#   │ -------- it is set here first
# 3 │ duration: 10
#   │ ^^^^^^^^
#   = help: delete one of the two
#
# 1 error in 1 story
