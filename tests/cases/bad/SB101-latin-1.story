A caf� at night, rain on the windows.
Shot 1 [0-5s] A waiter wipes the counter.
# expect:
# error[SB101] unreadable-text: byte 0xe9 is not UTF-8 text
#   ┌─ SB101-latin-1.story:1:6
# 1 │ A caf
#   │      ^
#   = help: save the file as UTF-8 (in most editors: Save with encoding)
#
# 1 error in 1 story
