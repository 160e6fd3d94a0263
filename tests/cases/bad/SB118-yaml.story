title: Market
shots:
  - start: 0
    end: 3
    text: A lamp is lit.
  - start: 3
    end: 5
    text: A hand reaches in.
# expect:
# error[SB118] not-a-story: the file looks like YAML, not like a story
#   ┌─ SB118-yaml.story:1:1
# 1 │ title: Market
#   │ ^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
