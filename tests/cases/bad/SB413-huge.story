Shot 1 [0-2s] A lamp is lit.
  picture: files/huge.png
Shot 2 [2-5s] It goes out.
  picture: files/huge.png
# expect:
# error[SB413] picture-file: `files/huge.png` has 1,526 megapixels (40000 × 40000), a shot's picture has at most 24
#   ┌─ SB413-huge.story:2:12
# 2 │   picture: files/huge.png
#   │            ^^^^^^^^^^^^^^
#   = help: save it smaller
#
# error[SB413] picture-file: `files/huge.png` has 1,526 megapixels (40000 × 40000), a shot's picture has at most 24
#   ┌─ SB413-huge.story:4:12
# 4 │   picture: files/huge.png
#   │            ^^^^^^^^^^^^^^
#   = help: save it smaller
#
# 2 errors in 1 story
