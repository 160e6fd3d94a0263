```
A cafe.
Shot 1 [0-3s] Anna enters.
Shot 2 [3-5s] Tom looks up.
```
# expect:
# warning[SB120] private-text: ````` is sent to the model, it is a fence of Markdown
#   ┌─ SB120-fence.story:1:1
# 1 │ ```
#   │ ^^^
#   = help: take it out
#   = unsafe fix: take it out
#
# warning[SB120] private-text: ````` is sent to the model, it is a fence of Markdown
#   ┌─ SB120-fence.story:5:1
# 5 │ ```
#   │ ^^^
#   = help: take it out
#   = unsafe fix: take it out
#
# 2 warnings in 1 story
