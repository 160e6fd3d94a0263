---
cast:
  Bob: a man
  BOB: a tall man
---
A pier at dawn.
[0-5s] @Bob lights a lamp.
# expect:
# warning[SB415] cast-names-alike: the cast has `BOB` and `Bob`, which differ only in case
#   ┌─ SB415-only-in-case.story:4:3
# 3 │   Bob: a man
#   │   --- the other is here
# 4 │   BOB: a tall man
#   │   ^^^ the same name
#   = help: keep one of the two lines, or rename one of the two
#
# 1 warning in 1 story
