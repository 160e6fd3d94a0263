雨夜，老街。
　　全角缩进的一行。
0-3秒画面：西装男坐在酒吧
　　镜头缓慢推进
- 🎬 音效 ： 雨声
【3-6秒｜特写】 女人。
阿婆（笑着）： “小心烫。”
# B
镜头１：一
镜头 2 —— 二
  // storyc: ignore[SB210] ok

// loose
第３个镜头:三
# C
Scene 1 — Hook (0:00-0:03, 3s): one
Scene 2 (0:03–0:05) two
[time 5-8s] three
4. [8-10s] four [[ a note
that goes on ]] end
