A night market. [[ ask the client

whether it rains ]]
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB115] unclosed-note: `[[` opens a note but its paragraph has no `]]`
#   ┌─ SB115-across-paragraphs.story:1:17
# 1 │ A night market. [[ ask the client
#   │                 ^^ the note starts here
#   = help: close the note with `]]`, or write `\[[` if it is text
#
# 1 error in 1 story
