---
title: A
---
A quiet pier at dawn. Photoreal.

[0-4s] Wide: a woman waits.
[4-10s] Close-up of her hands.
---
title: B
duration: 5
---
A boat. Photoreal.

[0-5s] A boat comes out of the fog.
# expect:
# error[SB133] second-story: a second story begins here, but settings between two lines `---` count only where a file begins
#   ┌─ SB133-two-pasted.story:8:1
# 8 │ ---
#   │ ^^^
#   = help: put what follows into a file of its own, or write a heading here, such as `# Clip 2`, with the clip's settings below it
#
# 1 error in 1 story
