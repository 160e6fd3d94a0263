Shot 1 [0-3s]	A dog runs.	Camera: slow push in	Sound: rain
Shot 2 [3-5s] A cat.	It sleeps. Camera: still.
# expect:
# warning[SB106] misspelt-field: `Camera` stands on the line of a mark, where all is text
#   ┌─ SB106-behind-a-tab.story:1:27
# 1 │ Shot 1 [0-3s]   A dog runs. Camera: slow push in    Sound: rain
#   │                             ^^^^^^
#   = help: write `Camera:` on a line of its own
#   = unsafe fix: give each field a line of its own
#
# 1 warning in 1 story
