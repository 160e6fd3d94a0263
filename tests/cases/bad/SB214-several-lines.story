Shot 1 [0-3s] An old man turns and says: "Every night for forty years." He adds: "I have carried this light up here."
  BOY: "And did anybody ever come to see it?"
Shot 2 [3-5s] The lamp turns.

# expect:
# warning[SB214] speech-too-long: shot 1 is 3s long but its 3 lines of speech take 6.1 to 9.1s
#   ┌─ SB214-several-lines.story:1:42
# 1 │ Shot 1 [0-3s] An old man turns and says: "Every night for forty years." He adds: "I have carrie…
#   │                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: keep about 39 % of the words, or give shot 1 at least 7s
#
# 1 warning in 1 story
