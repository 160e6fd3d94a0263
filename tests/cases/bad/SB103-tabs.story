cast:
	ANNA:
		look: a woman
Shot 1 [0-5s] @ANNA waits.
# expect:
# error[SB103] front-matter-syntax: this line is indented with a tab
#   ┌─ SB103-tabs.story:2:1
# 2 │     ANNA:
#   │ ^^^^
#   = help: indent it with plain spaces
#   = unsafe fix: indent with two spaces for each tab
#
# 1 error in 1 story
