negative_prompt: low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, extra fingers, text on screen
Shot 1 [0-3s] A vendor lights a paper lamp.
Shot 2 [3-5s] Steam rises around a hand.

# expect:
# error[SB603] negative-too-long: the negative prompt has 618 characters, `wan-2.6-t2v` reads 500
#   ┌─ SB603-negative-too-long.story:1:518
# 1 │ …w resolution, blurred faces, extra fingers, text on screen, low resolution, blurred faces, ext…
#   │                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ would be lost
#   = help: take out 118 characters
#
# 1 error in 1 story
