Shot 1 - 3 seconds - A lamp.
Shot 2 - 2 seconds - A hand.
# expect:
# error[SB110] malformed-mark: `1 - 3 seconds` reads as a range, and its first number counts the shots
#   ┌─ SB110-number-before-length.story:1:6
# 1 │ Shot 1 - 3 seconds - A lamp.
#   │      ^^^^^^^^^^^^^
#   = help: write `Shot 1 [3s]`
#   = unsafe fix: write `Shot 1 [3s]`
#
# error[SB110] malformed-mark: `2 - 2 seconds` reads as a range, and its first number counts the shots
#   ┌─ SB110-number-before-length.story:2:6
# 2 │ Shot 2 - 2 seconds - A hand.
#   │      ^^^^^^^^^^^^^
#   = help: write `Shot 2 [2s]`
#   = unsafe fix: write `Shot 2 [2s]`
#
# 2 errors in 1 story
