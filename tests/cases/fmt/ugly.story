title :  Night market:  the trailer
   duration:10




A market  in the rain.   
	Indented line.
- list
    - nested
// a comment


#   The market  
duration:10
[0-3s]: A lamp.	 
	Camera:slow push in
		and hold
- **Sound:** rain
VENDOR(whispers): "Closer."


More text here
   // about the next
**Shot 2 (0:03-0:10, the hand):** A hand.

Fade to white.
  The end.


