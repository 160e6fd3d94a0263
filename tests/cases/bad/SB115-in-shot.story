Shot 1 [0-5s] A caveman clutches a stone axe. [[ find a better prop
  camera: slow push in
# expect:
# error[SB115] unclosed-note: `[[` opens a note but its paragraph has no `]]`
#   ┌─ SB115-in-shot.story:1:47
# 1 │ Shot 1 [0-5s] A caveman clutches a stone axe. [[ find a better prop
#   │                                               ^^ the note starts here
#   = help: close the note with `]]`, or write `\[[` if it is text
#
# 1 error in 1 story
