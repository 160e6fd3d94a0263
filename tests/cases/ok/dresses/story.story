A night market in the rain.
# One
duration: 10
[Shot 1] A vendor lights a paper lamp.
[Shot 2] Steam rises.
[Shot 3] 6-8s: A hand reaches in.
[8s-end] The lamp goes out.
# Two
duration: 5
SHOT1 A face.
SHOT2 A hand.
# Drei
Einstellung 1 [0-2 Sekunden] Eine Lampe.
Einstellung 2 [2-5 Sekunden] Eine Hand.
