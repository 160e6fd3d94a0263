Audio: gulls and wind
Shot 1 [0-5s] A quay in fog.
# expect:
# error[SB405] missing-file: `audio` names `gulls and wind`, there is no such file
#   ┌─ SB405-words.story:1:8
# 1 │ Audio: gulls and wind
#   │        ^^^^^^^^^^^^^^
#   = help: write what is heard as `sound:` below its shot, or `\` before the line if it is text; `audio` is a file
#
# 1 error in 1 story
