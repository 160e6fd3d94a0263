A cafe.
Shot 1 [0-3s] Anna enters.
Shot 2 [3-5s] Tom looks up.

Total: 10s
# expect:
# warning[SB125] duration-in-words: the words say `10s`, and the film lasts 5s
#   ┌─ SB125-below-the-shots.story:5:8
# 5 │ Total: 10s
#   │        ^^^ not what is made
#   = help: make the two agree, or write `\` before the number if it is not the length of the film
#
# 1 warning in 1 story
