镜号,时长（秒）,画面内容,台词
1,3,灯笼亮起,
2,2,一只手伸进来,走
# expect:
# error[SB118] not-a-story: the file looks like CSV, not like a story
#   ┌─ SB118-csv.story:1:1
# 1 │ 镜号,时长（秒）,画面内容,台词
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
