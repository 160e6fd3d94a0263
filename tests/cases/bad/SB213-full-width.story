第1个镜头[0-3秒] 灯笼在雨中亮起。
第１个镜头[3-5秒] 一只手伸进热气里。

# expect:
# warning[SB213] misnumbered-shot: `第１个镜头` is shot 2 of its clip
#   ┌─ SB213-full-width.story:2:2
# 2 │ 第１个镜头[3-5秒] 一只手伸进热气里。
#   │   ^^
#   = help: write the number 2
#   = safe fix: write the number 2
#
# 1 warning in 1 story
