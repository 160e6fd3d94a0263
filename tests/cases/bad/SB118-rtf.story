{\rtf1\ansi\f0 A lamp is lit.\par}
# expect:
# error[SB118] not-a-story: the file looks like an RTF document, not like a story
#   ┌─ SB118-rtf.story:1:1
# 1 │
#   │ ^
#   = help: save it as plain text, and import that
#
# 1 error in 1 story
