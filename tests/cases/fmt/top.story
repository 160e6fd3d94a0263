

---
A break at the top opens no front matter.


  Shot 1 [0-5s] One.


  Two.
***
The end.  