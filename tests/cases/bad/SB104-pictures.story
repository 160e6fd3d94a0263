Shot 1 [0-5s] A lamp is lit.
  picture: files/lamp.png
  image: files/boards/1-1.png
# expect:
# error[SB104] duplicate-key: the shot has two pictures, `files/lamp.png` and `files/boards/1-1.png`
#   ┌─ SB104-pictures.story:3:3
# 2 │   picture: files/lamp.png
#   │   ----------------------- it is set here first
# 3 │   image: files/boards/1-1.png
#   │   ^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: delete one of the two, or write a shot for each
#
# 1 error in 1 story
