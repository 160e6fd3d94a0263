From: anna@studio.com
Subject: new boards
Hi all,
here are the shots for Monday.

Shot 1 [0-5s] A lamp is lit.
Shot 2 [5-10s] It goes out.

Best,
Anna
# expect:
# warning[SB120] private-text: `From: anna@studio.com` is sent to the model, it is of a mail
#   ┌─ SB120-mail-frame.story:1:1
# 1 │ From: anna@studio.com
#   │ ^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Subject: new boards` is sent to the model, it is of a mail
#   ┌─ SB120-mail-frame.story:2:1
# 2 │ Subject: new boards
#   │ ^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Hi all,` is sent to the model, it is of a mail
#   ┌─ SB120-mail-frame.story:3:1
# 3 │ Hi all,
#   │ ^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Best,` is sent to the model, it is of a mail
#   ┌─ SB120-mail-frame.story:9:1
# 9 │ Best,
#   │ ^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `Anna` is sent to the model, it is of a mail
#    ┌─ SB120-mail-frame.story:10:1
# 10 │ Anna
#    │ ^^^^
#    = help: write `[[ … ]]` round what shall not be sent, or take it out
#    = unsafe fix: make a note of it
#
# 5 warnings in 1 story
