---
title: Pictures
frames: boards
split: auto
---
A quiet film.

# The lamp
Shot 1 [0-10s] A lamp on a stone floor.
  camera: slow push in
Shot 2 [10-15s] A hand reaches in.
  * **Picture:** "art/lamp.png"
  camera: static
Shot 3 [15-25s] The hand closes.

# The door
Shot 1 [0-3s] A door.
  画面：/art/lamp.png
Shot 2 [3-5s] A key turns at 2s in the lock.
