// storyc: ignore SB211, many-shots the flash is meant
Shot 1 [0-1s] White light.
// storyc-ignore[SB211]
Shot 2 [1-2s] A hand.
# storyc: ignore[SB211] in front of a shot as in front matter
Shot 3 [2-3s] A lamp.
// storyc: ignore
Shot 4 [3-5s] A door.
# expect:
# warning[SB108] unused-ignore: the comment ignores nothing, an ignore comment is written `storyc: ignore[SB211, many-shots]`
#   ┌─ SB108-other-forms.story:1:1
# 1 │ // storyc: ignore SB211, many-shots the flash is meant
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `storyc: ignore[SB211, many-shots]`
#   = unsafe fix: write `storyc: ignore[SB211, many-shots]`
#
# warning[SB211] shot-too-short: shot 1 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB108-other-forms.story:2:8
# 2 │ Shot 1 [0-1s] White light.
#   │        ^^^^^^
#   = help: give shot 1 at least 2s, or join it with its neighbour
#
# warning[SB108] unused-ignore: the comment ignores nothing, an ignore comment is written `storyc: ignore[SB211]`
#   ┌─ SB108-other-forms.story:3:1
# 3 │ // storyc-ignore[SB211]
#   │ ^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `storyc: ignore[SB211]`
#   = unsafe fix: write `storyc: ignore[SB211]`
#
# warning[SB211] shot-too-short: shot 2 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB108-other-forms.story:4:8
# 4 │ Shot 2 [1-2s] A hand.
#   │        ^^^^^^
#   = help: give shot 2 at least 2s, or join it with its neighbour
#
# warning[SB108] unused-ignore: the comment ignores nothing, no rule stands in its brackets
#   ┌─ SB108-other-forms.story:7:1
# 7 │ // storyc: ignore
#   │ ^^^^^^^^^^^^^^^^^
#   = help: name the rules, like `storyc: ignore[SB214] reason`, or delete it
#   = safe fix: delete the comment
#
# 5 warnings in 1 story
