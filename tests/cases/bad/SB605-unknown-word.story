template: broken
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB605] template-error: a shot has no `wording`
#   ┌─ templates/prompts/broken.j2:3:1
# 3 │ {{ shot.label }} {{ shot.wording }}
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: mend the template's line
#
# 1 error in 1 story
