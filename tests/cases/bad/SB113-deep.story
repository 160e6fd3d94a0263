---
cast:
  a0:
    a1:
      a2:
        a3:
          a4:
            a5:
              a6:
                a7:
                  a8:
                    a9:
                      a10:
                        a11:
                          a12:
                            a13:
                              a14:
                                a15:
                                  a16:
                                    a17:
                                      a18:
                                        a19:
                                          a20:
                                            a21:
                                              a22:
                                                a23:
                                                  b: c
---
Shot 1 [0-5s] A lamp is lit.
# expect:
# error[SB113] too-large: the settings are nested more than 20 deep
#    ┌─ SB113-deep.story:22:41
# 22 │                                         a19:
#    │                                         ^
#    = help: shorten them, or raise `yaml_depth` under `[limits]` in the configuration
#
# 1 error in 1 story
