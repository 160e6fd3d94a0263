audio: file:///etc/hostname
Shot 1 [0-5s] Rain on a tin roof.
# expect:
# error[SB411] unsafe-url: `audio` is an address with `file:`, the host fetches only `https:`
#   ┌─ SB411-file.story:1:8
# 1 │ audio: file:///etc/hostname
#   │        ^^^^^^^^^^^^^^^^^^^^
#   = help: put the file on a public https server, or into the project
#
# 1 error in 1 story
