---
title:   'Quoted'  film
# top comment

vars: {a: b,   c: "d"}
cast:
 BOB:   |
   a man
     of sorts
   # not a comment
 "EVE":    a woman
   with a hat
 ZOE: {look:   x, old: y}


# last comment
---


Overview here.   
> a quote
> another

   # Act   1
duration:   10   
seed:   7
Text of the clip.
THE SCENE
	1.  Shot 1 (0s – 4.0s) — Wide: A man; @BOB says: "hello
   there".
	- *Camera:* *slow* pan
	- Light : dim
	   and warm
	BOB(quietly): 'Yes'
	* a bullet
	    * nested
// c1
// c2

Shot 2 | 4-10 seconds | A woman.   {{a}}

    Paragraph two, indented.

    Another one.

Closing.
***
More closing.
