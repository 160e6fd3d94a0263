duration: 10
**SHOT1** A vendor lights a paper lamp.
SHOT2   A hand reaches in.
