Shot 1 [0-5s] A vendor lights a paper lamp.
  //import?: who says "Closer."?
  VENDOR: "Closer."
# expect:
# warning[SB116] import-doubt: the import was not sure and nobody has answered: who says "Closer."?
#   ┌─ SB116-speaker.story:2:3
# 2 │   //import?: who says "Closer."?
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: check the line below, then delete this comment
#
# 1 warning in 1 story
