Shot 1 [0-5s] A vendor lights a paper lamp.
// storyc: ignore[speach-too-long]
  VENDOR: "Closer."
# expect:
# warning[SB108] unused-ignore: `speach-too-long` is no rule, `speech-too-long` is
#   ┌─ SB108-no-such-rule.story:2:19
# 2 │ // storyc: ignore[speach-too-long]
#   │                   ^^^^^^^^^^^^^^^
#   = help: write `speech-too-long`
#   = unsafe fix: write `speech-too-long`
#
# 1 warning in 1 story
