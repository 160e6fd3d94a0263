---
template: script
cast:
  IVO: a lanky postman with wet shoes
---
A street of green doors in April.
# Number nine
Shot 1 [0-3s, knock] @IVO knocks, and looks at his feet.
Shot 2 [3-5s] The door opens by itself. @IVO leans in.
  sound: a cuckoo clock
  IVO: "Post!"
# Number ten
template: wan
Shot 1 [0-5s] @IVO pushes a letter under the door.
