duration: 10
Moment 1 (0-2 seconds) A vendor lights a paper lamp.
**Moment 2 (2-4 seconds):** A hand reaches in.
Moment #3 4s-end: Steam.
