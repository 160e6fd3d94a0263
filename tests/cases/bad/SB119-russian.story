Ночной рынок под дождём.

## Кадр 1: фонарь
- **Длительность:** 2 сек
- **Описание:** Торговец зажигает фонарь.

## Кадр 2: рука
- **Длительность:** 3 сек
- **Описание:** Рука тянется к свету.
# expect:
# error[SB119] shot-as-heading: the heading `## Кадр 1: фонарь` numbers a shot, so does 1 more, and each starts a clip that is paid for
#   ┌─ SB119-russian.story:3:1
# 3 │ ## Кадр 1: фонарь
#   │ ^^^^^^^^^^^^^^^^^ a clip starts here
#   = help: write the shots as marks, like `Shot 1 [0-3s] …`, or the headings as `# Clip 1: …`
#   = unsafe fix: make a mark of each heading
#
# warning[SB106] misspelt-field: `- **Описание:**` is sent to the model, what is seen in a shot has no key
#   ┌─ SB119-russian.story:5:5
# 5 │ - **Описание:** Торговец зажигает фонарь.
#   │     ^^^^^^^^
#   = help: take `- **Описание:**` out
#   = unsafe fix: take `- **Описание:**` out
#
# warning[SB106] misspelt-field: `- **Описание:**` is sent to the model, what is seen in a shot has no key
#   ┌─ SB119-russian.story:9:5
# 9 │ - **Описание:** Рука тянется к свету.
#   │     ^^^^^^^^
#   = help: take `- **Описание:**` out
#   = unsafe fix: take `- **Описание:**` out
#
# 1 error, 2 warnings in 1 story
