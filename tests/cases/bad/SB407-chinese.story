第1个镜头[0-5秒] @图片1中的少年推开木门，镜头跟随@视频 2的运动。
# expect:
# warning[SB407] media-reference: `@图片1` points at an upload but `wan-2.6-t2v@segmind` takes none (2 such references in this clip)
#   ┌─ SB407-chinese.story:1:13
# 1 │ 第1个镜头[0-5秒] @图片1中的少年推开木门，镜头跟随@视频 2的运动。
#   │                  ^^^^^^
#   = help: say in words what the upload shows, or name a member of the cast after `@`
#
# 1 warning in 1 story
