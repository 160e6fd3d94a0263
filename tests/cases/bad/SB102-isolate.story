A market in Haifa.
Shot 1 [0-5s] A vendor calls: "⁧שלום⁩".
# expect:
# error[SB102] bidi-control: the direction mark U+2067 makes the text look different from what is sent
#   ┌─ SB102-isolate.story:2:32
# 2 │ Shot 1 [0-5s] A vendor calls: "\u{2067}שלום\u{2069}".
#   │                                ^^^^^^^^
#   = help: delete it; Arabic and Hebrew need no such mark
#
# error[SB102] bidi-control: the direction mark U+2069 makes the text look different from what is sent
#   ┌─ SB102-isolate.story:2:37
# 2 │ Shot 1 [0-5s] A vendor calls: "\u{2067}שלום\u{2069}".
#   │                                            ^^^^^^^^
#   = help: delete it; Arabic and Hebrew need no such mark
#
# 2 errors in 1 story
