A 10 second video of a wolf: 0-5s: it runs over the snow, 5-10s: it leaps over a stream.
# expect:
# warning[SB109] mark-in-running-text: `0-5s` and 1 more mark stand inside the text, a mark counts only at the start of its line
#   ┌─ SB109-overview.story:1:30
# 1 │ A 10 second video of a wolf: 0-5s: it runs over the snow, 5-10s: it leaps over a stream.
#   │                              ^^^^ no shot starts here
#   = help: give each mark a line of its own, or write `\` before it where it is text
#   = unsafe fix: start 2 shots here
#
# 1 warning in 1 story
