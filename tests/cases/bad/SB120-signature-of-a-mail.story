On Tue, 24 Nov 2026 at 10:12, Mia <mia@agency.com> wrote:
> A cafe.
> Shot 1 [0-3s] Anna enters.
> Shot 2 [3-5s] Tom looks up.
> Best,
> Jo
> Sent from my iPhone
# expect:
# warning[SB120] private-text: `mia@agency.com` is sent to the model, it is the address of a mail
#   ┌─ SB120-signature-of-a-mail.story:1:36
# 1 │ On Tue, 24 Nov 2026 at 10:12, Mia <mia@agency.com> wrote:
#   │                                    ^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#
# warning[SB120] private-text: `> Best,` is sent to the model, it is of a mail
#   ┌─ SB120-signature-of-a-mail.story:5:1
# 5 │ > Best,
#   │ ^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `> Jo` is sent to the model, it is of a mail
#   ┌─ SB120-signature-of-a-mail.story:6:1
# 6 │ > Jo
#   │ ^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# warning[SB120] private-text: `> Sent from my iPhone` is sent to the model, it is of a mail
#   ┌─ SB120-signature-of-a-mail.story:7:1
# 7 │ > Sent from my iPhone
#   │ ^^^^^^^^^^^^^^^^^^^^^
#   = help: write `[[ … ]]` round what shall not be sent, or take it out
#   = unsafe fix: make a note of it
#
# 4 warnings in 1 story
