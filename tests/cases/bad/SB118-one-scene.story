INT. KITCHEN - NIGHT

A kettle steams. ANNA stands at the window.

ANNA
(whispering)
Who is there?
# expect:
# error[SB118] not-a-story: the file looks like a screenplay, not like a story
#   ┌─ SB118-one-scene.story:1:1
# 1 │ INT. KITCHEN - NIGHT
#   │ ^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
