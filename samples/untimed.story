title: A letter, folded
duration: 15
Paper animation on a writing desk: everything that moves is cut or folded from one sheet of cream paper.

Shot 1: A hand lays down a letter. It lifts one corner, as if to see who is there.
Shot 2: The letter folds itself into a boat and rocks on the wood grain.
Shot 3: An inkwell tips. The boat rides the blue wave to the edge of the desk.
Shot 4: In mid-air it unfolds, folds again, and is a bird.
Shot 5: The open window. The bird is already small.
