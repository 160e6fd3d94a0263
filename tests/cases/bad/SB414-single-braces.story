---
vars:
  city: Lisbon
---
A film for {brand}, budget $city and $20.
Shot 1 [0-5s] A tram climbs a hill in {city}, or in ${ city }, but in {{ city }}.
# expect:
# warning[SB414] single-braces: `{brand}` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-single-braces.story:5:12
# 5 │ A film for {brand}, budget $city and $20.
#   │            ^^^^^^^
#   = help: write `{{ brand }}` and add `brand:` under `vars`, or write the words themselves
#
# warning[SB414] single-braces: `$city` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-single-braces.story:5:28
# 5 │ A film for {brand}, budget $city and $20.
#   │                            ^^^^^
#   = help: write `{{ city }}`
#   = unsafe fix: write `{{ city }}`
#
# warning[SB414] single-braces: `{city}` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-single-braces.story:6:39
# 6 │ Shot 1 [0-5s] A tram climbs a hill in {city}, or in ${ city }, but in {{ city }}.
#   │                                       ^^^^^^
#   = help: write `{{ city }}`
#   = unsafe fix: write `{{ city }}`
#
# warning[SB414] single-braces: `${ city }` is sent as it stands, a variable has two braces on each side
#   ┌─ SB414-single-braces.story:6:53
# 6 │ Shot 1 [0-5s] A tram climbs a hill in {city}, or in ${ city }, but in {{ city }}.
#   │                                                     ^^^^^^^^^
#   = help: write `{{ city }}`
#   = unsafe fix: write `{{ city }}`
#
# 4 warnings in 1 story
