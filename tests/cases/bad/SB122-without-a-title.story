#
A lamp.
Shot 1 [0-3s] A cat.
Shot 2 [3-5s] A dog.
  ##
# expect:
# warning[SB122] heading-without-blank: `#` has no title, so it is no heading and is sent as words
#   ┌─ SB122-without-a-title.story:1:1
# 1 │ #
#   │ ^
#   = help: write its title behind it, as in `# The lamp`, which starts a clip, or delete the line
#
# warning[SB122] heading-without-blank: `##` has no title, so it is no heading and is sent as words
#   ┌─ SB122-without-a-title.story:5:3
# 5 │   ##
#   │   ^^
#   = help: write its title behind it, as in `# The lamp`, which starts a clip, or delete the line
#
# 2 warnings in 1 story
