### Shot 1: The lamp
**Time:** 0-2s
**Prompt:** A vendor lights a paper lamp.

### Shot 2: The hand
**Time:** 2-5s
**Prompt:** A hand reaches in.
# expect:
# error[SB119] shot-as-heading: the heading `### Shot 1: The lamp` numbers a shot, so does 1 more, and each starts a clip that is paid for
#   ┌─ SB119-chat-model.story:1:1
# 1 │ ### Shot 1: The lamp
#   │ ^^^^^^^^^^^^^^^^^^^^ a clip starts here
#   = help: write the shots as marks, like `Shot 1 [0-3s] …`, or the headings as `# Clip 1: …`
#   = unsafe fix: make a mark of each heading
#
# warning[SB106] misspelt-field: `**Prompt:**` is sent to the model, what is seen in a shot has no key
#   ┌─ SB119-chat-model.story:3:3
# 3 │ **Prompt:** A vendor lights a paper lamp.
#   │   ^^^^^^
#   = help: take `**Prompt:**` out
#   = unsafe fix: take `**Prompt:**` out
#
# warning[SB106] misspelt-field: `**Prompt:**` is sent to the model, what is seen in a shot has no key
#   ┌─ SB119-chat-model.story:7:3
# 7 │ **Prompt:** A hand reaches in.
#   │   ^^^^^^
#   = help: take `**Prompt:**` out
#   = unsafe fix: take `**Prompt:**` out
#
# 1 error, 2 warnings in 1 story
