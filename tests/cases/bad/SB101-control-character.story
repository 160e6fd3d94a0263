Shot 1 [0-5s] A lamp is lit in a dark hall.
# expect:
# error[SB101] unreadable-text: the control character U+0007 stands in the text
#   ┌─ SB101-control-character.story:1:21
# 1 │ Shot 1 [0-5s] A lamp\u{7} is lit in a dark hall.
#   │                     ^^^^^
#   = help: delete it; only tabs and line ends may stand between the letters
#
# 1 error in 1 story
