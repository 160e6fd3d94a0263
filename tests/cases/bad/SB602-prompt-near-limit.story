The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
Shot 1 [0-3s] A vendor in a yellow raincoat lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand that reaches into the pot.

# expect:
# notice[SB602] prompt-near-limit: the prompt has 867 characters, some hosts of `wan-2.6-t2v` read 800: shot 2 would be lost
#   ┌─ SB602-prompt-near-limit.story:3:15
# 3 │ Shot 2 [3-5s] Steam rises around a hand that reaches into the pot.
#   │               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lost from here
#   = help: take out 67 characters, or ignore this while the clip is made at `segmind`
#
# 1 notice in 1 story
