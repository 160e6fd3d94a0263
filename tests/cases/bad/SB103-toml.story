+++
title = "Greenhouse"
duration = 10
+++
A greenhouse.
Shot 1 [0-10s] A tomato swells.
# expect:
# error[SB103] front-matter-syntax: `+++` opens no front matter, three hyphens do
#   ┌─ SB103-toml.story:1:1
# 1 │ +++
#   │ ^^^
#   = help: write `---` in its place, and below the last setting
#   = unsafe fix: write `---` in the first line and below the settings
#
# warning[SB106] misspelt-field: `title =` is text and is sent to the model, a key ends with a colon
#   ┌─ SB103-toml.story:2:1
# 2 │ title = "Greenhouse"
#   │ ^^^^^^^
#   = help: write `title:`, or `\title` if it is text
#   = unsafe fix: write `title:`
#
# warning[SB106] misspelt-field: `duration =` is text and is sent to the model, a key ends with a colon
#   ┌─ SB103-toml.story:3:1
# 3 │ duration = 10
#   │ ^^^^^^^^^^
#   = help: write `duration:`, or `\duration` if it is text
#   = unsafe fix: write `duration:`
#
# 1 error, 2 warnings in 1 story
