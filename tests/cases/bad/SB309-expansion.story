model: plain@segmind
# The market
enable_prompt_expansion: false
Shot 1 [0-5s] A vendor lights a paper lamp.

# expect:
# error[SB309] setting-not-supported: `enable_prompt_expansion` is set, `plain` has no such field
#   ┌─ SB309-expansion.story:3:1
# 3 │ enable_prompt_expansion: false
#   │ ^^^^^^^^^^^^^^^^^^^^^^^
#   = help: delete `enable_prompt_expansion`, or name a model that has it
#
# 1 error in 1 story
