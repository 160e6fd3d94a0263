duration: 15
[Shot 1: 2s] A vendor lights a paper lamp.
**[Shot 2]** Steam rises.
- [SHOT 3] TURN (6-8s): A hand reaches in.
Shot 4: 8-10s A face.
[Shot 5 | 10s - the end] The lamp goes out.
