# One
Photoreal.
[0-4s] A lamp.

---
title: B
cast:
  ANNA: a woman
---
# Two
[0-5s] A boat.
# expect:
# warning[SB206] unplanned-seconds: the shots end at 4s but 5s are paid for: 1 second for 0.125 USD
#   ┌─ SB133-in-the-last-shot.story:3:4
# 3 │ [0-4s] A lamp.
#   │    ^ 1 second without a shot
#   = help: end shot 1 at 5s
#   = unsafe fix: end shot 1 at 5s, which makes it 5s long
#
# error[SB133] second-story: a second story begins here, but settings between two lines `---` count only where a file begins
#   ┌─ SB133-in-the-last-shot.story:5:1
# 5 │ ---
#   │ ^^^
#   = help: put what follows into a file of its own, or write a heading here, such as `# Clip 2`, with the clip's settings below it
#
# 1 error, 1 warning in 1 story
