[28.11.26, 09:14:03] Kim: Shot 1 [0-3s] a baker opens the oven
[28.11.26, 09:14:40] Kim: Shot 2 [3-5s] loaves come out
with butter
[28.11.26, 09:15:02] Jo: love it!!
# expect:
# error[SB118] not-a-story: the file looks like a chat, not like a story
#   ┌─ SB118-chat.story:1:1
# 1 │ [28.11.26, 09:14:03] Kim: Shot 1 [0-3s] a baker opens the oven
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: delete the date and the name before each message, so that a shot begins its line
#
# 1 error in 1 story
