A greenhouse.
Shot 1 [0-3s] A tomato swells.Shot 2 [3-5s] It splits.Notes end
# expect:
# error[SB101] unreadable-text: the line is broken by U+000B, which ends no line of a story
#   ┌─ SB101-lines-of-a-word-processor.story:2:31
# 2 │ Shot 1 [0-3s] A tomato swells.\u{b}Shot 2 [3-5s] It splits.\u{c}Notes\u{2028}end
#   │                               ^^^^^
#   = help: begin a new line here
#   = unsafe fix: begin a new line
#
# error[SB101] unreadable-text: the line is broken by U+000C, which ends no line of a story
#   ┌─ SB101-lines-of-a-word-processor.story:2:56
# 2 │ Shot 1 [0-3s] A tomato swells.\u{b}Shot 2 [3-5s] It splits.\u{c}Notes\u{2028}end
#   │                                                            ^^^^^
#   = help: begin a new line here
#   = unsafe fix: begin a new line
#
# 2 errors in 1 story
