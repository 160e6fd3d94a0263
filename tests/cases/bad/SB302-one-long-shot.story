split: auto
Shot 1 [0-5s] A vendor lights a paper lamp.
Shot 2 [5-25s] The street empties, one umbrella at a time.

# expect:
# error[SB302] clip-too-long: shot 2 is 20s long, `wan-2.6-t2v` makes clips of 15s at most
#   ┌─ SB302-one-long-shot.story:3:11
# 3 │ Shot 2 [5-25s] The street empties, one umbrella at a time.
#   │           ^^
#   = help: cut shot 2 into shots of 15s at most
#
# 1 error in 1 story
