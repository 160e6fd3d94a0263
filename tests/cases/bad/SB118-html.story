<!DOCTYPE html>
<html><body><p>A lamp is lit.</p></body></html>
# expect:
# error[SB118] not-a-story: the file looks like an HTML page, not like a story
#   ┌─ SB118-html.story:1:1
# 1 │ <!DOCTYPE html>
#   │ ^^^^^^^^^^^^^^^
#   = help: copy the storyboard's text out of the page into a file, and import that
#
# 1 error in 1 story
