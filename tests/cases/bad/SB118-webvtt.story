WEBVTT

00:00.000 --> 00:03.000
A lamp is lit.

00:03.000 --> 00:05.000
A hand reaches in.
# expect:
# error[SB118] not-a-story: the file looks like WebVTT subtitles, not like a story
#   ┌─ SB118-webvtt.story:1:1
# 1 │ WEBVTT
#   │ ^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
