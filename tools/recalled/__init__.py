"""Whether records tell the truth: random changes to a project, and each answer beside that of the program itself."""
