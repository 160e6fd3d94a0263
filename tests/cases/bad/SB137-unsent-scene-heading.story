split: auto
# INT. KITCHEN - NIGHT
Shot 1 [0-5s] A woman waits.
# EXT. HARBOUR – DAWN #12A#
Shot 1 [0-5s] A boat comes into the harbour.
# Scene 3: Int. Young father's room
Shot 1 [0-5s] A cat sleeps.
# Il est tard
Shot 1 [0-5s] A dog sleeps.
# expect:
# warning[SB137] unsent-scene-heading: `INT. KITCHEN - NIGHT` is a heading and is never sent, and no words of the clip say `KITCHEN`
#   ┌─ SB137-unsent-scene-heading.story:2:3
# 2 │ # INT. KITCHEN - NIGHT
#   │   ^^^^^^^^^^^^^^^^^^^^
#   = help: say it in a line below the heading, like `Kitchen, night.`
#   = unsafe fix: write `Kitchen, night.` below the heading
#
# warning[SB137] unsent-scene-heading: `Scene 3: Int. Young father's room` is a heading and is never sent, and no words of the clip say `Young father's room`
#   ┌─ SB137-unsent-scene-heading.story:6:3
# 6 │ # Scene 3: Int. Young father's room
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: say it in a line below the heading, like `Young father's room.`
#   = unsafe fix: write `Young father's room.` below the heading
#
# 2 warnings in 1 story
