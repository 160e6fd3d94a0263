A cafe.
Shot 1 [0-5s] Anna enters.
  camera: slow push in; light: warm lamp; music: piano
# expect:
# warning[SB106] misspelt-field: `light:` stands among the words of another field, and a field ends with its line
#   ┌─ SB106-fields-on-one-line.story:3:25
# 3 │   camera: slow push in; light: warm lamp; music: piano
#   │                         ^^^^^
#   = help: write `light:` on a line of its own
#   = unsafe fix: give each field a line of its own
#
# 1 warning in 1 story
