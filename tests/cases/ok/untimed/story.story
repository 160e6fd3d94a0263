title: Three and a bit
# Shares of a whole clip
duration: 10
Shot 1: A kettle on a camp stove.
Shot 2: Two tin cups.
Shot 3: The lake, quite still.
# Shares of the gaps between
duration: 15
Shot 1: A trout rises.
Shot 2: Rings run out over the water.
Shot 3 [5-8s] A line is cast.
Shot 4: The float dips.
Shot 5 [12-15s] The kettle boils over.
