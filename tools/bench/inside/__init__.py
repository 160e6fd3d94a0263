"""What is run by the interpreter of the measured installation: it imports the installed storyc, and prints JSON."""
