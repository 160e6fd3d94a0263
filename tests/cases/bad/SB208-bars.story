A club.
Shot 1 [bars 1-2] He sits.
Shot 2 [Takte 3-4] He plays.
Shot 3 [pages 5-6] He stops.
# expect:
# error[SB208] seconds-frames: `bars 1-2` counts bars, a clip is timed in seconds
#   ┌─ SB208-bars.story:2:9
# 2 │ Shot 1 [bars 1-2] He sits.
#   │         ^^^^^^^^
#   = help: write the shot's start and end in seconds, like `[0-3s]`
#
# error[SB208] seconds-frames: `Takte 3-4` counts Takte, a clip is timed in seconds
#   ┌─ SB208-bars.story:3:9
# 3 │ Shot 2 [Takte 3-4] He plays.
#   │         ^^^^^^^^^
#   = help: write the shot's start and end in seconds, like `[0-3s]`
#
# error[SB208] seconds-frames: `pages 5-6` counts pages, a clip is timed in seconds
#   ┌─ SB208-bars.story:4:9
# 4 │ Shot 3 [pages 5-6] He stops.
#   │         ^^^^^^^^^
#   = help: write the shot's start and end in seconds, like `[0-3s]`
#
# 3 errors in 1 story
