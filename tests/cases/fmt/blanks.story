cast:
  NOOR: a botanist of thirty, red scarf

A greenhouse.
  Shot 1 [0-3s] @NOOR leans in.
　camera: push in
  // never sent
  NOOR: "Ripe."
　　A cat.
 
Shot 2 [3-5s] It splits.
