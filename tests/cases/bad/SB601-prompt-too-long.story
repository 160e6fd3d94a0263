The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road. The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
Shot 1 [0-3s] A vendor in a yellow raincoat lights a paper lamp.
Shot 2 [3-7s] Steam rises around a hand that reaches into the pot.
Shot 3 [7-10s] The street is empty but for a cat on the steps.

# expect:
# error[SB601] prompt-too-long: the prompt has 1,560 characters, `wan-2.6-t2v` reads 1,500: shot 3 would be lost
#   ┌─ SB601-prompt-too-long.story:4:16
# 4 │ Shot 3 [7-10s] The street is empty but for a cat on the steps.
#   │                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lost from here
#   = help: take out 60 characters, or write a heading where a second clip shall begin
#
# 1 error in 1 story
