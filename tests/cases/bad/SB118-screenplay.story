INT. LAMP SHOP - NIGHT

Rain on the glass.

ODA
Is it lit?

EXT. QUAY - DAWN

A boat turns.

MIRO
(quietly)
It is.
# expect:
# error[SB118] not-a-story: the file looks like a screenplay, not like a story
#   ┌─ SB118-screenplay.story:1:1
# 1 │ INT. LAMP SHOP - NIGHT
#   │ ^^^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
