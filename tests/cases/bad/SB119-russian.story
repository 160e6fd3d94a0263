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
# 1 error in 1 story
