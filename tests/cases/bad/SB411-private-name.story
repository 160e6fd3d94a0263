# The roof
audio: https://nas.local/rain.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB411] unsafe-url: `audio` is an address at `nas.local`, which is no public host
#   ┌─ SB411-private-name.story:2:8
# 2 │ audio: https://nas.local/rain.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: put the file on a public https server, or into the project
#
# 1 error in 1 story
