A night market in the rain.
Shot 1 [0-2s] A vendor lights a paper lamp.
Shot 2 [2-4s] Steam rises around a hand that reaches in.
