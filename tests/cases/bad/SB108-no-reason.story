Shot 1 [0-5s] A vendor lights a paper lamp.
// storyc: ignore[many-shots, equal-share]
# expect:
# warning[SB108] unused-ignore: `many-shots` is ignored here, and there is nothing to ignore
#   ┌─ SB108-no-reason.story:2:19
# 2 │ // storyc: ignore[many-shots, equal-share]
#   │                   ^^^^^^^^^^
#   = help: take the rule out of the comment
#   = safe fix: delete the comment
#
# warning[SB108] unused-ignore: `equal-share` is ignored here, and there is nothing to ignore
#   ┌─ SB108-no-reason.story:2:31
# 2 │ // storyc: ignore[many-shots, equal-share]
#   │                               ^^^^^^^^^^^
#   = help: take the rule out of the comment
#   = safe fix: delete the comment
#
# 2 warnings in 1 story
