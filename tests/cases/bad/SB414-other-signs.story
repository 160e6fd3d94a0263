---
vars:
  tagline: Slow down
---
A cafe at 500ff, <b>bright</b>.
Shot 1 [0-5s] Anna reads %tagline% and <tagline> on a card.
# expect:
# warning[SB120] private-text: `<b>` is HTML and is sent to the model, and so is 1 more
#   ┌─ SB414-other-signs.story:5:18
# 5 │ A cafe at 500ff, <b>bright</b>.
#   │                  ^^^
#   = help: take the tags out, or copy the text without its form
#   = unsafe fix: take all of it out
#
# warning[SB414] single-braces: `%tagline%` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-other-signs.story:6:26
# 6 │ Shot 1 [0-5s] Anna reads %tagline% and <tagline> on a card.
#   │                          ^^^^^^^^^
#   = help: write `{{ tagline }}`
#   = unsafe fix: write `{{ tagline }}`
#
# warning[SB414] single-braces: `<tagline>` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-other-signs.story:6:40
# 6 │ Shot 1 [0-5s] Anna reads %tagline% and <tagline> on a card.
#   │                                        ^^^^^^^^^
#   = help: write `{{ tagline }}`
#   = unsafe fix: write `{{ tagline }}`
#
# 3 warnings in 1 story
