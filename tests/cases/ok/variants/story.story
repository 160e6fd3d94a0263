---
title: Neon noodles
seed: 88
vars:
  sign: OPEN ALL NIGHT
variants:
  vertical: {size: 720*1280, seed: 99}
  quiet:
    negative_prompt: crowds
    vars:
      sign: CLOSED
negative_prompt: daylight
---
Steam, rain and neon round a noodle stall under a railway bridge.
Shot 1 [0-3s] A sign flickers on: {{ sign }}.
Shot 2 [3-5s] Noodles leap from the pan.
