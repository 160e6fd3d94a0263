Shot 1 [0:00-0:05] A forge at golden hour. Shot 2 [0:05-0:10] Sparks fly, and a blade is quenched.
# expect:
# warning[SB109] mark-in-running-text: `Shot 2 [0:05-0:10]` stands inside the text of shot 1, a mark counts only at the start of its line
#   ┌─ SB109-labels.story:1:44
# 1 │ Shot 1 [0:00-0:05] A forge at golden hour. Shot 2 [0:05-0:10] Sparks fly, and a blade is quench…
#   │                                            ^^^^^^^^^^^^^^^^^^ no shot starts here
#   = help: give each mark a line of its own, or write `\` before it where it is text
#   = unsafe fix: start 1 shot here
#
# 1 warning in 1 story
