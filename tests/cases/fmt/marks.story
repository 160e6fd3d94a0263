A list of all the ways to write a mark.


# Brackets
Shot 1 (0-2 sec): one
shot 2 （2–3s） two
[3-5s, the turn] three
(0:05-0:07) four
# Before and behind
[00:00-00:02] Scene 1: one
**Scene 2 — The turn (0:02-0:05):** two
> 3. Scene 3 | 5-8s — three
🎬 [8-10s] four
# Words as titles
HOOK (0-2s): a cake
**CIERRE (2-5 segundos):** the window
# Lengths
Cut 1 (2s): one
Cut 2 · 3 sec two
Cut 3 [1.50s, slow] three
# No time
Shot 1: one
Scene 2 — two
镜头 3 | 三
# Words that have no place in a mark stay where they are
[time 0-2s] one
Shot 2 [2-5s] two
# Minutes stay minutes
[0:00-1:00] one
[1:00-2:00] two
# A dash at the line's end
Shot 1 [0-3s] -
Shot 2 [3-5s] - 
  A line.
# Numbers through the film
Shot 1 [0-5s] one
# And on
Shot 25 [0-2s] two
[2-5s] three
