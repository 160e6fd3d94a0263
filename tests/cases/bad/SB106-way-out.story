Shot 1 [0-5s] A lamp is lit.
cut to: black
Shot 2 [5-10s] It goes out.
  End: fade to black.
# expect:
# warning[SB106] misspelt-field: `cut to:` is text, how a shot changes is called `transition:`
#   ┌─ SB106-way-out.story:2:1
# 2 │ cut to: black
#   │ ^^^^^^
#   = help: write `transition: cut to black`, or `\cut to:` if it is text
#   = unsafe fix: write `transition: cut to black`
#
# warning[SB106] misspelt-field: `End:` is text, how a shot changes is called `transition:`
#   ┌─ SB106-way-out.story:4:3
# 4 │   End: fade to black.
#   │   ^^^
#   = help: write `transition: fade to black`, or `\End:` if it is text
#   = unsafe fix: write `transition: fade to black`
#
# 2 warnings in 1 story
