split: yes
Shot 1 [0-5s] A lamp.
# expect:
# error[SB112] bad-value: `split` is `yes`, not `never` or `auto`
#   ┌─ SB112-yes.story:1:8
# 1 │ split: yes
#   │        ^^^
#   = help: write `auto`
#   = unsafe fix: write `auto`
#
# 1 error in 1 story
