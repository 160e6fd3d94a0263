Un puerto de noche.
Plano 1 [0-5s] Ida enciende una lámpara.
  camara: fija
  sonido lluvia
# expect:
# warning[SB106] misspelt-field: `camara:` is text, the field is called `cámara:`
#   ┌─ SB106-accent.story:3:3
# 3 │   camara: fija
#   │   ^^^^^^
#   = help: write `cámara:`, or `\camara:` if it is text
#   = unsafe fix: write `cámara`
#
# warning[SB106] misspelt-field: `sonido` stands here without a colon, so the line is text of the shot
#   ┌─ SB106-accent.story:4:3
# 4 │   sonido lluvia
#   │   ^^^^^^
#   = help: write `sonido:`, or `\sonido` if it is text
#   = unsafe fix: write `sonido:`
#
# 2 warnings in 1 story
