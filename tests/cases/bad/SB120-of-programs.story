A greenhouse, (masterpiece:1.3), <lora:film:0.8>
Shot 1 [0-3s] A (round:2) tomato swells. [JK1: a pepper?] [CAM2: from above]
Page 1 of 2
Shot 2 [3-5s] It splits.[^1] The <product name> is on <https://example.org>.
<Media omitted>

[^1]: ask props
# expect:
# warning[SB120] private-text: `(masterpiece:1.3)` is sent to the model, it is a weight of another program
#   ┌─ SB120-of-programs.story:1:15
# 1 │ A greenhouse, (masterpiece:1.3), <lora:film:0.8>
#   │               ^^^^^^^^^^^^^^^^^
#   = help: write `masterpiece`
#   = unsafe fix: write `masterpiece`
#
# warning[SB120] private-text: `<lora:film:0.8>` is sent to the model, it is a tag of another program
#   ┌─ SB120-of-programs.story:1:34
# 1 │ A greenhouse, (masterpiece:1.3), <lora:film:0.8>
#   │                                  ^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[JK1: a pepper?]` is sent to the model, a note is written in `[[ … ]]`
#   ┌─ SB120-of-programs.story:2:42
# 2 │ Shot 1 [0-3s] A (round:2) tomato swells. [JK1: a pepper?] [CAM2: from above]
#   │                                          ^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Page 1 of 2` is sent to the model, it is of the document
#   ┌─ SB120-of-programs.story:3:1
# 3 │ Page 1 of 2
#   │ ^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[^1]` is sent to the model, it is a footnote
#   ┌─ SB120-of-programs.story:4:25
# 4 │ Shot 2 [3-5s] It splits.[^1] The <product name> is on <https://example.org>.
#   │                         ^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `<product name>` is sent to the model, it stands for what is not here
#   ┌─ SB120-of-programs.story:4:34
# 4 │ Shot 2 [3-5s] It splits.[^1] The <product name> is on <https://example.org>.
#   │                                  ^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `<Media omitted>` is sent to the model, it stands for what is not here
#   ┌─ SB120-of-programs.story:5:1
# 5 │ <Media omitted>
#   │ ^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `[^1]: ask props` is sent to the model, it is a footnote
#   ┌─ SB120-of-programs.story:7:1
# 7 │ [^1]: ask props
#   │ ^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 8 warnings in 1 story
