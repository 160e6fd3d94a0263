cast: {ANNA: a baker}

A 12" record turns in a shop that is called "The Groove".
Shot 1 [0-3s] @ANNA opens the oven. She says “Not again.
  ANNA: "It is burning.
Shot 2 [3-5s] „Feuer!" ruft jemand, "and nobody comes.
# expect:
# warning[SB131] unclosed-quote: `“Not again.` opens a quotation that nothing closes
#   ┌─ SB131-unclosed-quote.story:4:46
# 4 │ Shot 1 [0-3s] @ANNA opens the oven. She says “Not again.
#   │                                              ^ opens here
#   = help: close it with `”`
#   = unsafe fix: close it at the line's end
#
# warning[SB131] unclosed-quote: `"It is burning.` opens a quotation that nothing closes
#   ┌─ SB131-unclosed-quote.story:5:9
# 5 │   ANNA: "It is burning.
#   │         ^ opens here
#   = help: close it with `"`
#   = unsafe fix: close it at the line's end
#
# warning[SB131] unclosed-quote: `"and nobody comes.` opens a quotation that nothing closes
#   ┌─ SB131-unclosed-quote.story:6:37
# 6 │ Shot 2 [3-5s] „Feuer!" ruft jemand, "and nobody comes.
#   │                                     ^ opens here
#   = help: close it with `"`
#   = unsafe fix: close it at the line's end
#
# 3 warnings in 1 story
