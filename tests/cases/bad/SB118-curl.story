curl -X POST https://example.com/v1/video \
  -H "content-type: application/json" \
  -d '{"prompt": "A lamp is lit.", "duration": 5}'
# expect:
# error[SB118] not-a-story: the file looks like a command, not like a story
#   ┌─ SB118-curl.story:1:1
# 1 │ curl -X POST https://example.com/v1/video \
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
