---
negative_prompt: low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers, low resolution, blurred faces, extra fingers
---
# The market
negative_prompt: text on screen, watermarks, letters on signs, text on screen, watermarks, letters on signs, text on screen, watermarks, letters on signs, text on screen, watermarks, letters on signs, text on screen, watermarks, letters on signs, text on screen, watermarks, letters on signs
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB603] negative-too-long: the negative prompt has 596 characters, `wan-2.6-t2v` reads 500
#   ┌─ SB603-both-together.story:5:196
# 5 │ …arks, letters on signs, text on screen, watermarks, letters on signs, text on screen, watermar…
#   │                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ would be lost
#   = help: take out 96 characters
#
# 1 error in 1 story
