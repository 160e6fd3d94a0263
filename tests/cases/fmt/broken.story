A story with a mistake of syntax is left as it is.   
Shot 1 [0-3s A lamp.
   Shot 2 [3-5s] A hand.
