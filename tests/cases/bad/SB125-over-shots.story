A 30 second film about tea.

# The lamp
Shot 1 [0-4s] A lamp.
Shot 2 [4-10s] A cup.
# expect:
# warning[SB125] duration-in-words: the words say `30 second`, and the film lasts 10s
#   ┌─ SB125-over-shots.story:1:3
# 1 │ A 30 second film about tea.
#   │   ^^^^^^^^^ not what is made
#   = help: make the two agree, or write `\` before the number if it is not the length of the film
#
# 1 warning in 1 story
