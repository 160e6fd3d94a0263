takes: 2
A coin on a bar, and all the time in the world.
# Derived
Shot 1 [0-5s] The coin spins, slows, and does not fall.
# Set
seed: 41
takes: 3
pick: 2
Shot 1 [0-2s] The coin falls.
Shot 2 [2-5s] Heads.
