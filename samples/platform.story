---
title: Platform 4
cast:
  MARTA:
    look: a woman of seventy in a red coat, white hair in a bun
    voice: dry, in no hurry
  JONAS:
    look: a man of thirty in a grey suit, short black hair, a beard
    voice: out of breath
---
A small railway station in the evening, rain on the roof of the platform. Photoreal, warm lamps, wet stone.

# Too late
Shot 1 [0-5s] Wide: @JONAS runs onto the empty platform, and the red lights of a train grow small.
  camera: pan left with the train
  sound: rain, wheels on the rails
Shot 2 [5-10s] Medium shot: on the only bench sits @MARTA with a thermos flask.
  MARTA: "That was the last one."
Shot 3 [10-15s] Close-up of @JONAS, wet, his hand still in the air.
  JONAS: "The board says nine forty."
  MARTA (off): "The board is an optimist."

# The thermos
Shot 1 [0-5s] Two-shot: @JONAS sits down at the far end of the bench. @MARTA unscrews the cup.
  transition: dissolve
  MARTA: "Tea? It has been to Vienna and back."
Shot 2 [5-10s] Close-up of the cup, which goes from one hand to the other.
  camera: follow the cup
  JONAS: "I have a wedding at ten."
Shot 3 [10-15s] Close-up of @MARTA. She looks at him for the first time.
  camera: slow push in
  MARTA: "Yours?"

# Nine forty
Shot 1 [0-6s] Close-up of @JONAS. He looks into the cup.
  JONAS: "I am only carrying the rings."
Shot 2 [6-10s] Wide: light falls along the wet rails. A train comes in where none was to come.
  camera: pull out
  sound: brakes, a bell
Shot 3 [10-15s] Medium shot: @MARTA is already at its door, and holds it open with her umbrella.
  MARTA: "Come along. It is my daughter's."
  transition: fade to black
