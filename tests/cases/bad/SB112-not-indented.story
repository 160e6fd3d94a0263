---
cast:
ANNA: a tall woman
BOB: a short man
seed: 7
vars:
tagline: Soon.
---
Shot 1 [0-5s] @ANNA meets @BOB under {{ tagline }}.
# expect:
# error[SB112] bad-value: `cast` has no entries, and the lines below it are not indented
#   ┌─ SB112-not-indented.story:3:1
# 3 │ ANNA: a tall woman
#   │ ^^^^
#   = help: indent by two what belongs to `cast`
#   = unsafe fix: indent what stands below `cast`
#
# error[SB112] bad-value: `vars` has no entries, and the lines below it are not indented
#   ┌─ SB112-not-indented.story:7:1
# 7 │ tagline: Soon.
#   │ ^^^^^^^
#   = help: indent by two what belongs to `vars`
#   = unsafe fix: indent what stands below `vars`
#
# error[SB404] unknown-variable: the variable `tagline` has no value
#   ┌─ SB112-not-indented.story:9:38
# 9 │ Shot 1 [0-5s] @ANNA meets @BOB under {{ tagline }}.
#   │                                      ^^^^^^^^^^^^^
#   = help: add `tagline:` under `vars`, or give it with `--set tagline=…`
#
# 3 errors in 1 story
