Titel: Die Lampe
Dauer: 10
**Negative prompt:** blurry, watermark
Figuren:
Einstellung 1 [0-4s] Eine Lampe brennt.
Einstellung 2 [4-10s] Eine Hand löscht sie.
  - Negativer Prompt: Text im Bild
# expect:
# warning[SB106] misspelt-field: `Titel:` is text and is sent to the model, the setting is called `title:`
#   ┌─ SB106-other-names.story:1:1
# 1 │ Titel: Die Lampe
#   │ ^^^^^
#   = help: write `title:`, or `\Titel:` if it is text
#   = unsafe fix: write `title`
#
# warning[SB106] misspelt-field: `Dauer:` is text and is sent to the model, the setting is called `duration:`
#   ┌─ SB106-other-names.story:2:1
# 2 │ Dauer: 10
#   │ ^^^^^
#   = help: write `duration:`, or `\Dauer:` if it is text
#   = unsafe fix: write `duration`
#
# warning[SB106] misspelt-field: `Negative prompt:` is text and is sent to the model, the setting is called `negative_prompt:`
#   ┌─ SB106-other-names.story:3:3
# 3 │ **Negative prompt:** blurry, watermark
#   │   ^^^^^^^^^^^^^^^
#   = help: write `negative_prompt:`, or `\Negative prompt:` if it is text
#   = unsafe fix: write `negative_prompt`
#
# warning[SB106] misspelt-field: `Figuren:` is text and is sent to the model, the setting is called `cast:`
#   ┌─ SB106-other-names.story:4:1
# 4 │ Figuren:
#   │ ^^^^^^^
#   = help: write `cast:`, or `\Figuren:` if it is text
#   = unsafe fix: write `cast`
#
# warning[SB106] misspelt-field: `Negativer Prompt:` is text and is sent to the model, the setting is called `negative_prompt:`
#   ┌─ SB106-other-names.story:7:5
# 7 │   - Negativer Prompt: Text im Bild
#   │     ^^^^^^^^^^^^^^^^
#   = help: write `negative_prompt:`, or `\Negativer Prompt:` if it is text
#   = unsafe fix: write `negative_prompt`
#
# 5 warnings in 1 story
