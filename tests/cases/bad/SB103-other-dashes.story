—-
title: Bread
size: 1280*720
—-
Shot 1 [0-5s] A baker opens the oven.
# expect:
# error[SB103] front-matter-syntax: `—-` opens no front matter, three hyphens do
#   ┌─ SB103-other-dashes.story:1:1
# 1 │ —-
#   │ ^^
#   = help: write `---` in its place, and below the last setting
#   = unsafe fix: write `---` in the first line and below the settings
#
# 1 error in 1 story
