---
max_cost: 5
provider: animatic
---
Shot 1 [0-5s] A lamp.
# expect:
# error[SB105] unknown-key: `max_cost` is not a setting of a story
#   ┌─ SB105-of-the-project.story:2:1
# 2 │ max_cost: 5
#   │ ^^^^^^^^
#   = help: write `run = 5` under `[caps]` in storyc.toml, or give `--max-cost 5` to a build
#
# error[SB105] unknown-key: `provider` is not a setting of a story
#   ┌─ SB105-of-the-project.story:3:1
# 3 │ provider: animatic
#   │ ^^^^^^^^
#   = help: write it into storyc.toml: `provider = …`
#
# 2 errors in 1 story
