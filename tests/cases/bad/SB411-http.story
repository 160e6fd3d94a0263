audio: http://example.com/rain.mp3
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB411] unsafe-url: `audio` is an address with `http:`, the host fetches only `https:`
#   ┌─ SB411-http.story:1:8
# 1 │ audio: http://example.com/rain.mp3
#   │        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: use an https address
#
# 1 error in 1 story
