Shots 1-2 [0-6s] A lamp is lit, and goes out.
Shot 3 [6-10s] Dark.

# expect:
# error[SB110] malformed-mark: `Shots 1-2 [0-6s]` names several shots, a mark starts one
#   ┌─ SB110-several-shots.story:1:1
# 1 │ Shots 1-2 [0-6s] A lamp is lit, and goes out.
#   │ ^^^^^^^^^^^^^^^^
#   = help: give each shot a line of its own with its time, like `Shot 1 [0-3s]`
#
# 1 error in 1 story
