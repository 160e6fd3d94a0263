[00:00:00-00:00:03] A vendor lights a paper lamp.
[00:00:03-00:00:05] A hand reaches in.
# expect:
# error[SB110] malformed-mark: `00:00:00-00:00:03` has three parts, a shot's time has seconds or minutes and seconds
#   ┌─ SB110-three-parts.story:1:2
# 1 │ [00:00:00-00:00:03] A vendor lights a paper lamp.
#   │  ^^^^^^^^^^^^^^^^^
#   = help: write `0-3s`
#   = unsafe fix: write `0-3s`
#
# error[SB110] malformed-mark: `00:00:03-00:00:05` has three parts, a shot's time has seconds or minutes and seconds
#   ┌─ SB110-three-parts.story:2:2
# 2 │ [00:00:03-00:00:05] A hand reaches in.
#   │  ^^^^^^^^^^^^^^^^^
#   = help: write `3-5s`
#   = unsafe fix: write `3-5s`
#
# 2 errors in 1 story
