Shot 1 [0-5s] A vendor lights a paper lamp.
// storyc: ignore[speach-too-long]
  VENDOR: "Closer."
# expect:
# warning[SB108] unused-ignore: `speach-too-long` is no rule
#   ┌─ SB108-no-such-rule.story:2:19
# 2 │ // storyc: ignore[speach-too-long]
#   │                   ^^^^^^^^^^^^^^^
#   = help: take the rule out of the comment
#   = safe fix: delete the comment
#
# 1 warning in 1 story
