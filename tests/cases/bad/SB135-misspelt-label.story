Shot 1 [0-3s] A lamp is lit.
Shto 2 [3-5s] A hand reaches in.
# expect:
# warning[SB135] misspelt-label: `Shto` begins a shot, other shots begin with `Shot`
#   ┌─ SB135-misspelt-label.story:2:1
# 2 │ Shto 2 [3-5s] A hand reaches in.
#   │ ^^^^
#   = help: write `Shot`
#   = unsafe fix: write `Shot`
#
# 1 warning in 1 story
