split: auto
Shot 1 [0-4s] A courier ties her boots.
Shot 2 [4-14s] She wheels a bike out.
Shot 3 [14-20s] A dog follows her.
Shot 4 [20-27s] The dog sits.

# expect:
# warning[SB206] unplanned-seconds: the shots of part 1 last 14s but 15s are paid for: 1 second for 0.125 USD
#   ┌─ SB206-split.story:3:11
# 3 │ Shot 2 [4-14s] She wheels a bike out.
#   │           ^^ 1 second without a shot
#   = help: make this shot longer by 1 second, or the shots of part 1 shorter by 4 seconds
#
# warning[SB206] unplanned-seconds: the shots of part 2 last 13s but 15s are paid for: 2 seconds for 0.25 USD
#   ┌─ SB206-split.story:5:12
# 5 │ Shot 4 [20-27s] The dog sits.
#   │            ^^ 2 seconds without a shot
#   = help: make this shot longer by 2 seconds, or the shots of part 2 shorter by 3 seconds
#
# 2 warnings in 1 story
