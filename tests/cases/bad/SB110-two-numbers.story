Shot 1 [0 3s] A lamp is lit.
Shot 2 (3"-5") A hand reaches in.
Shot 3 [0:05-0:1O] Steam.
Shot 4 [10‑12s] A moth.
# expect:
# error[SB110] malformed-mark: `[0 3s]` has two numbers, but is no range that can be read
#   ┌─ SB110-two-numbers.story:1:8
# 1 │ Shot 1 [0 3s] A lamp is lit.
#   │        ^^^^^^
#   = help: write `Shot 1 [0-3s]`
#   = unsafe fix: write `Shot 1 [0-3s]`
#
# error[SB110] malformed-mark: `(3"-5")` has two numbers, but is no range that can be read
#   ┌─ SB110-two-numbers.story:2:8
# 2 │ Shot 2 (3"-5") A hand reaches in.
#   │        ^^^^^^^
#   = help: write `Shot 2 (3-5s)`
#   = unsafe fix: write `Shot 2 (3-5s)`
#
# error[SB110] malformed-mark: `[0:05-0:1O]` has letters among its digits
#   ┌─ SB110-two-numbers.story:3:8
# 3 │ Shot 3 [0:05-0:1O] Steam.
#   │        ^^^^^^^^^^^
#   = help: write `Shot 3 [0:05-0:10]`
#   = unsafe fix: write `Shot 3 [0:05-0:10]`
#
# error[SB110] malformed-mark: `[10‑12s]` has a sign between its numbers that only looks like `-` (U+2011)
#   ┌─ SB110-two-numbers.story:4:8
# 4 │ Shot 4 [10‑12s] A moth.
#   │        ^^^^^^^^
#   = help: write `Shot 4 [10-12s]`
#   = unsafe fix: write `Shot 4 [10-12s]`
#
# 4 errors in 1 story
