audio: https://127.1:8443/rain.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB411] unsafe-url: `audio` is an address at `127.1`, which is no public host
#   ┌─ SB411-loopback.story:1:8
# 1 │ audio: https://127.1:8443/rain.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: put the file on a public https server, or into the project
#
# 1 error in 1 story
