Shot 1 [0-5s] A lamp󠀠󠁲󠁥󠁤.
  camera: slow pan
// Four that take no room, and the flag of a region, which is left alone
Shot 2 [5-10s] A flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿, a ​hand​​⁠‍.
# expect:
# warning[SB127] hidden-characters: 4 characters from U+E0020 on stand in the text, and nobody sees them
#   ┌─ SB127-unseen.story:1:21
# 1 │ Shot 1 [0-5s] A lamp\u{e0020}\u{e0072}\u{e0065}\u{e0064}.
#   │                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: delete them
#   = unsafe fix: delete what is not seen
#
# warning[SB127] hidden-characters: the character U+2028 stands in the text, and nobody sees it
#   ┌─ SB127-unseen.story:2:15
# 2 │   camera: slow\u{2028}pan
#   │               ^^^^^^^^
#   = help: delete it
#   = unsafe fix: delete what is not seen
#
# warning[SB127] hidden-characters: 4 characters from U+200B on stand in the text, and nobody sees them
#   ┌─ SB127-unseen.story:4:39
# 4 │ …\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}, a \u{200b}hand\u{200b}\u{200b}\u{2060}‍.
#   │                                                               ^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: delete them
#   = unsafe fix: delete what is not seen
#
# 3 warnings in 1 story
