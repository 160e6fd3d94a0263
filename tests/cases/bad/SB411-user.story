audio: https://anna:secret@example.com/rain.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB411] unsafe-url: `audio` is an address with a user in it, which everybody who reads the story sees
#   ┌─ SB411-user.story:1:8
# 1 │ audio: https://***********@example.com/rain.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: take out what stands before `@`
#
# 1 error in 1 story
