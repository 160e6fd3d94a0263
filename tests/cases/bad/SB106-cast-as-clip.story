# Characters
- **Anna** (30): a woman in a red coat
- Tom: a barista of twenty

# The cafe
Shot 1 [0-5s] Anna waits for Tom.
# expect:
# warning[SB106] misspelt-field: `# Characters` begins a clip of its own, which is paid for; the people of a story stand under `cast:`
#   ┌─ SB106-cast-as-clip.story:1:1
# 1 │ # Characters
#   │ ^^^^^^^^^^^^
#   = help: write `cast:`, and below it `  Anna: 30, a woman in a red coat`
#   = unsafe fix: make a cast of the 2 lines below it
#
# 1 warning in 1 story
