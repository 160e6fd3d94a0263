{"shots": [{"start": 0, "end": 3, "prompt": "A lamp is lit."}, {"start": 3, "end": 5, "prompt": "A hand reaches in."}]}
# expect:
# error[SB118] not-a-story: the file looks like JSON, not like a story
#   ┌─ SB118-json.story:1:1
# 1 │ {"shots": [{"start": 0, "end": 3, "prompt": "A lamp is lit."}, {"start": 3, "end": 5, "prompt":…
#   │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   = help: run `storyc import FILE`; where it is text, write `\` as its first character
#
# 1 error in 1 story
