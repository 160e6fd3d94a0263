From: ida@example.com
Hi all, the new shots are below; write to <tom.lee@mail.example.co.uk>.

Shot 1 [0-5s] A lamp is lit at 4@night.
# expect:
# warning[SB120] private-text: `ida@example.com` is sent to the model, it is the address of a mail
#   ┌─ SB120-mail.story:1:7
# 1 │ From: ida@example.com
#   │       ^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#
# warning[SB120] private-text: `tom.lee@mail.example.co.uk` is sent to the model, it is the address of a mail
#   ┌─ SB120-mail.story:2:44
# 2 │ Hi all, the new shots are below; write to <tom.lee@mail.example.co.uk>.
#   │                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#
# 2 warnings in 1 story
