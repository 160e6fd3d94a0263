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
#   = help: write a mark like `Shot 1 [0-3s]` before each shot, or keep the words with `storyc import --from prompt FILE`
#
# 1 error in 1 story
