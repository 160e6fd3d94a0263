Shot 1 [0-3s] INT. KITCHEN - DAY
  A dog eats.
Shot 2 [3-5s] The dog sleeps below a sign, EST. 1999.
  EXT GARDEN – NIGHT
# expect:
# warning[SB120] private-text: `INT. KITCHEN - DAY` is sent to the model, it is a screenplay's heading of a scene
#   ┌─ SB120-scene-headings.story:1:15
# 1 │ Shot 1 [0-3s] INT. KITCHEN - DAY
#   │               ^^^^^^^^^^^^^^^^^^
#   = help: say in the shot's words where and when it is, or write `[[ … ]]` round it
#
# warning[SB120] private-text: `EXT GARDEN – NIGHT` is sent to the model, it is a screenplay's heading of a scene
#   ┌─ SB120-scene-headings.story:4:3
# 4 │   EXT GARDEN – NIGHT
#   │   ^^^^^^^^^^^^^^^^^^
#   = help: say in the shot's words where and when it is, or write `[[ … ]]` round it
#
# 2 warnings in 1 story
