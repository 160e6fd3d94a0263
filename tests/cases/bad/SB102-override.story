Shot 1 [0-5s] The sign over the door reads ‮"nepo" in neon.
# expect:
# error[SB102] bidi-control: the direction mark U+202E makes the text look different from what is sent
#   ┌─ SB102-override.story:1:44
# 1 │ Shot 1 [0-5s] The sign over the door reads \u{202e}"nepo" in neon.
#   │                                            ^^^^^^^^
#   = help: delete it; Arabic and Hebrew need no such mark
#
# 1 error in 1 story
