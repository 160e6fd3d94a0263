Shot 1 [0-5s] @Anna lights a lamp for @anybody, @image1 in her hand.
Shot 2 [5-10s] @Anna puts it out.
# expect:
# warning[SB401] unknown-cast: `@Anna` mentions nobody, the story has no `cast`
#   ┌─ SB401-no-cast-at-all.story:1:15
# 1 │ Shot 1 [0-5s] @Anna lights a lamp for @anybody, @image1 in her hand.
#   │               ^^^^^
#   = help: describe `Anna` under `cast`, or take the `@` out
#
# warning[SB407] media-reference: `@image1` points at an upload but `wan-2.6-t2v@segmind` takes none
#   ┌─ SB401-no-cast-at-all.story:1:49
# 1 │ Shot 1 [0-5s] @Anna lights a lamp for @anybody, @image1 in her hand.
#   │                                                 ^^^^^^^
#   = help: say in words what the upload shows, or name a member of the cast after `@`
#
# 2 warnings in 1 story
