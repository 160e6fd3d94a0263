Shot 1 [0-3s} A lamp is lit.
Shot 2 (3-5s, dusk} A hand reaches in.
# expect:
# error[SB110] malformed-mark: the time is opened by `[` and closed by `}`
#   ┌─ SB110-other-bracket.story:1:8
# 1 │ Shot 1 [0-3s} A lamp is lit.
#   │        ^^^^^^
#   = help: close it with `]`
#   = unsafe fix: close it with `]`
#
# error[SB110] malformed-mark: the time is opened by `(` and closed by `}`
#   ┌─ SB110-other-bracket.story:2:8
# 2 │ Shot 2 (3-5s, dusk} A hand reaches in.
#   │        ^^^^^^^^^^^^
#   = help: close it with `)`
#   = unsafe fix: close it with `)`
#
# 2 errors in 1 story
