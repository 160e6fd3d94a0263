Shot 1 [0-2s] A lamp is lit.
  picture: files/lamp
Shot 2 [2-4s] It goes out.
  picture: files/lamp.png, files/huge.png
Shot 3 [4-5s] Smoke.
  picture: smoke
# expect:
# error[SB413] picture-file: `picture` names `files/lamp`, a shot's picture is a file that ends in .png, .jpg, .jpeg or .webp
#   ┌─ SB413-no-end.story:2:12
# 2 │   picture: files/lamp
#   │            ^^^^^^^^^^
#   = help: write `files/lamp.png`
#   = unsafe fix: write `files/lamp.png`
#
# error[SB413] picture-file: `picture` names 2 files, a shot has one picture
#   ┌─ SB413-no-end.story:4:12
# 4 │   picture: files/lamp.png, files/huge.png
#   │            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write one of them
#
# warning[SB211] shot-too-short: shot 3 is 1s long, the shortest that `wan-2.6-t2v` follows well is 2s
#   ┌─ SB413-no-end.story:5:8
# 5 │ Shot 3 [4-5s] Smoke.
#   │        ^^^^^^
#   = help: give shot 3 at least 2s, or join it with its neighbour
#
# error[SB413] picture-file: `picture` names `smoke`, a shot's picture is a file that ends in .png, .jpg, .jpeg or .webp
#   ┌─ SB413-no-end.story:6:12
# 6 │   picture: smoke
#   │            ^^^^^
#   = help: write the path of the shot's picture, or `\picture:` if it is text
#
# 3 errors, 1 warning in 1 story
