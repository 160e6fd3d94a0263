cast:
  - ANNA: a woman
  - BOB: a man
Shot 1 [0-5s] A lamp.
# expect:
# error[SB112] bad-value: `cast` is a list, not lines of `name: value`
#   ┌─ SB112-cast-as-a-list.story:2:3
# 2 │   - ANNA: a woman
#   │   ^^^^^^^^^^^^^^^
#   = help: write each entry on its own line as `  ANNA: a woman`, indented by two and without a dash
#
# 1 error in 1 story
