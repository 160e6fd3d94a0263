A lighthouse in a winter storm, seen from the rocks. Photoreal, cold blue light, fine film grain.
Shot 1 [0-3s] Wide shot: a wave breaks over the gallery and the great lamp goes dark.
Shot 2 [3-6s] Cut to: an old keeper climbs the iron stair, his lantern swinging.
Shot 3 [6-10s] Close-up of his hands round a match. The flame takes. He whispers: "There you are."

Hold on the beam as it sweeps across the sea.
