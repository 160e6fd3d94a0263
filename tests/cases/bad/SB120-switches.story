A bakery at dawn. --ar 9:16 --seed 42
Shot 1 [0-5s] A baker opens the oven --slowly. She waits --and runs --no text
  sound: steam --v 6
# expect:
# warning[SB120] private-text: `--ar 9:16 --seed 42` is sent to the model, it is a switch of another program
#   ┌─ SB120-switches.story:1:19
# 1 │ A bakery at dawn. --ar 9:16 --seed 42
#   │                   ^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB308] aspect-in-text: `9:16` asks for an upright picture but the size is 1280*720, a wide one
#   ┌─ SB120-switches.story:1:24
# 1 │ A bakery at dawn. --ar 9:16 --seed 42
#   │                        ^^^^
#   = help: write `size: 720*1280`, or take the words out
#
# warning[SB120] private-text: `--v 6` is sent to the model, it is a switch of another program
#   ┌─ SB120-switches.story:3:16
# 3 │   sound: steam --v 6
#   │                ^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 3 warnings in 1 story
