# The market
Shot 1 [0-5s] A vendor lights a paper lamp.
#The alley
Shot 2 [5-10s] Steam rises.
# expect:
# warning[SB122] heading-without-blank: `#The alley` is text, a heading has a blank behind its `#`
#   ┌─ SB122-heading-without-blank.story:3:1
# 3 │ #The alley
#   │ ^^^^^^^^^^ no clip starts here
#   = help: write `# The alley`, or `\#` if it is text
#   = unsafe fix: put the blank, which starts a clip
#
# 1 warning in 1 story
