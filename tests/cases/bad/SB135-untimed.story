duration: 10
Scene 1: A lamp is lit.
Scnee 2: A hand reaches in.
Scen 3: Steam rises.
Short 4: it is text, as is Shop 5: open.
# expect:
# notice[SB210] equal-share: shots 1 and 2 have no time and share 10s: 5s, 5s
#   ┌─ SB135-untimed.story:2:1
# 2 │ Scene 1: A lamp is lit.
#   │ ^^^^^^^^ 5s
#   = help: write the time in each mark, like `[0-5s]`
#
# warning[SB135] misspelt-label: `Scnee 2` is taken as words of shot 1, shots begin with `Scene` here
#   ┌─ SB135-untimed.story:3:1
# 3 │ Scnee 2: A hand reaches in.
#   │ ^^^^^
#   = help: write `Scene 2`, or `\Scnee` if it is text
#   = unsafe fix: write `Scene`
#
# warning[SB213] misnumbered-shot: `Scen 3` is shot 2 of its clip
#   ┌─ SB135-untimed.story:4:6
# 4 │ Scen 3: Steam rises.
#   │      ^
#   = help: write the number 2
#   = safe fix: write the number 2
#
# 2 warnings, 1 notice in 1 story
