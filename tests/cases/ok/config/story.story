A match in the dark, and what it shows.
Shot 1 [0-1s] A spark.
Shot 2 [1-5s] A face, and behind it a second face.
