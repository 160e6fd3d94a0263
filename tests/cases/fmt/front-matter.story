---
title:   Evolution: the trailer   
# a comment about the cast
cast:
      ANNA:
            look: a tall woman: red hair
            # her voice
            voice:    hoarse
      小明: @image1 as face
vars:
   tagline: We are #1
   year:  2024
   no: no
   clock: 1:30
   poem: |
       one
         two

       three
variants:
    vertical: {size: 720*1280}
---
  الشوارع فارغة.  A line.
| Time | What |
|------|------|
| 0-3s | @ANNA waits. |
| 3-5s | @小明 comes. {{ tagline }} {{ poem }} |
