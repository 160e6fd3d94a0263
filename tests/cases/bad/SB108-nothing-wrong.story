// storyc: ignore[many-shots] the client wants it so
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# warning[SB108] unused-ignore: `many-shots` is ignored here, and there is nothing to ignore
#   ┌─ SB108-nothing-wrong.story:1:19
# 1 │ // storyc: ignore[many-shots] the client wants it so
#   │                   ^^^^^^^^^^
#   = help: take the rule out of the comment
#   = safe fix: keep the reason alone
#
# 1 warning in 1 story
