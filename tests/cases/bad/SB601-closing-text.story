Shot 1 [0-3s] A vendor in a yellow raincoat lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand that reaches into the pot.

The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.
The rain runs down the awnings and the neon runs down the rain, pink over green over the wet black road.

# expect:
# error[SB601] prompt-too-long: the prompt has 1,812 characters, `wan-2.6-t2v` reads 1,500
#    ┌─ SB601-closing-text.story:17:3
# 17 │ The rain runs down the awnings and the neon runs down the rain, pink over green over the wet b…
#    │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lost from here
#    = help: take out 312 characters, or write a heading where a second clip shall begin
#
# 1 error in 1 story
