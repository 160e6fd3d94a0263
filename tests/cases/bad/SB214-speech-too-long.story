---
language: en
cast:
  KEEPER: an old lighthouse keeper in oilskins
---
Shot 1 [0-2s] Rain on the window.
  KEEPER: "Every night for forty years I have carried this light up here, and nobody came."
Shot 2 [2-5s] The lamp turns. A sign reads "No visitors after dark, by order of the harbour master of this town".

# expect:
# warning[SB214] speech-too-long: shot 1 is 2s long but its speech takes 4.5 to 6.8s
#   ┌─ SB214-speech-too-long.story:7:12
# 7 │   KEEPER: "Every night for forty years I have carried this light up here, and nobody came."
#   │            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: keep about 35 % of the words, or give shot 1 at least 5s
#
# 1 warning in 1 story
