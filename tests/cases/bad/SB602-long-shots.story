Shot 1 [0-5s] The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
Shot 2 [5-10s] The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.

# expect:
# notice[SB602] prompt-near-limit: the prompt has 868 characters, some hosts of `wan-2.6-t2v` read 800: shot 2 would be cut short
#   ┌─ SB602-long-shots.story:2:367
# 2 │ …en over the wet black road. The rain runs down the awnings and the neon runs down the rain, pi…
#   │                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lost from here
#   = help: take out 68 characters, or ignore this while the clip is made at `segmind`
#
# 1 notice in 1 story
