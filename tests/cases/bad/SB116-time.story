// import?: is "0-5" a time in seconds?
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# warning[SB116] import-doubt: the import was not sure and nobody has answered: is "0-5" a time in seconds?
#   ┌─ SB116-time.story:1:1
# 1 │ // import?: is "0-5" a time in seconds?
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: check the line below, then delete this comment
#
# 1 warning in 1 story
