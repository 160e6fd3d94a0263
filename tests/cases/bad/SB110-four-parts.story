Shot 1 [00:00:00:00-00:00:03:00] A vendor lights a paper lamp.
Shot 2 [00:00:03:00-00:00:05:12] A hand reaches in.
# expect:
# error[SB110] malformed-mark: `00:00:00:00-00:00:03:00` has four parts, a shot's time has seconds or minutes and seconds
#   ┌─ SB110-four-parts.story:1:9
# 1 │ Shot 1 [00:00:00:00-00:00:03:00] A vendor lights a paper lamp.
#   │         ^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `0-3s`
#   = unsafe fix: write `0-3s`
#
# error[SB110] malformed-mark: `00:00:03:00-00:00:05:12` has four parts, a shot's time has seconds or minutes and seconds
#   ┌─ SB110-four-parts.story:2:9
# 2 │ Shot 2 [00:00:03:00-00:00:05:12] A hand reaches in.
#   │         ^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write the time in seconds, like `[0-5s]`, or as `[0:00-0:05]`
#
# 2 errors in 1 story
