# Pasted from a chat
**Scene 1 — The hook (0:00–0:02):** A fox looks straight at us.
- **Scene 2 — The turn (0:02–0:05):** It is a mask, and a girl takes it off.
# Time before label
[0-2s] Shot 1: A door.
[2-5s] Shot 2: The same door, closer.
# Beats
HOOK (0-2s): A cake on a window sill.
TWIST (2-5s): The window is on the ninth floor.
# A table
| 0-3s | Marbles on a stair. |
| 3-5s | One of them waits. |
# Other tongues
Szene 1 [0-3 Sekunden] Ein Mann trägt eine Leiter durch den Schnee.
Сцена 2 [3-5 сек] Лестница стоит одна.
# Never a time
Shot 1 [0-3s] A (20-25) year old man who blinks every 1-2 seconds.
Shot 2 [3-5s] A sign: AM 7:00-10:00.
