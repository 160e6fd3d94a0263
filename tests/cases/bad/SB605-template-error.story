template: noir
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB605] template-error: there is no prompt template `noir`
#   ┌─ SB605-template-error.story:1:11
# 1 │ template: noir
#   │           ^^^^
#   = help: use a template that is shipped, like `wan`, or write `templates/prompts/noir.j2`
#
# 1 error in 1 story
