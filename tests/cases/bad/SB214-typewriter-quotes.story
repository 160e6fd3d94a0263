Einstellung 1 [0-2s] Tom sagt: „Ich habe den ganzen Tag auf dich gewartet, und jetzt kommst du nicht einmal mit mir nach Hause."
Einstellung 2 [2-5s] Stille.
# expect:
# warning[SB214] speech-too-long: shot 1 is 2s long but its speech takes 5.5 to 8.2s
#   ┌─ SB214-typewriter-quotes.story:1:32
# 1 │ Einstellung 1 [0-2s] Tom sagt: „Ich habe den ganzen Tag auf dich gewartet, und jetzt kommst du …
#   │                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: keep about 29 % of the words, or give shot 1 at least 6s
#
# 1 warning in 1 story
