// my key: SG_0000000000000000
Shot 1 [0-5s] A vendor lights a paper lamp.
# expect:
# error[SB408] key-in-source: a Segmind key stands in the text, a project's files are no place for keys
#   ┌─ SB408-comment.story:1:12
# 1 │ // my key: SG_****************
#   │            ^^^^^^^^^^^^^^^^^^^ whoever reads this can spend your money
#   = help: delete it, have the service replace it, and put the new one into the environment
#
# 1 error in 1 story
