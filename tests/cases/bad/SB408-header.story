Shot 1 [0-5s] A vendor lights a paper lamp.
// Authorization: Bearer 000000000000000000000000
# expect:
# error[SB408] key-in-source: a bearer token stands in the text, a project's files are no place for keys
#   ┌─ SB408-header.story:2:19
# 2 │ // Authorization: Bea****************************
#   │                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ whoever reads this can spend your money
#   = help: delete it, have the service replace it, and put the new one into the environment
#
# 1 error in 1 story
