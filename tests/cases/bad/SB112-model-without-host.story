model: wan 2.6
Shot 1 [0-5s] A lamp.
# expect:
# error[SB112] bad-value: there is no model `wan 2.6`
#   ┌─ SB112-model-without-host.story:1:8
# 1 │ model: wan 2.6
#   │        ^^^^^^^
#   = help: write `wan-2.6-t2v@segmind`
#   = unsafe fix: write `wan-2.6-t2v@segmind`
#
# 1 error in 1 story
