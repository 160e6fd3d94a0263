Shot 1 [0-3s] The woman of @image1 walks through the market.
Shot 2 [3-5s] She looks at @image2 and at <<<image_3>>>.
# expect:
# warning[SB407] media-reference: `@image1` points at an upload but `wan-2.6-t2v@segmind` takes none (3 such references in this clip)
#   ┌─ SB407-english.story:1:28
# 1 │ Shot 1 [0-3s] The woman of @image1 walks through the market.
#   │                            ^^^^^^^
#   = help: say in words what the upload shows, or name a member of the cast after `@`
#
# 1 warning in 1 story
