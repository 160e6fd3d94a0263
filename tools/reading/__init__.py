"""How texts are read: prompts in many notations and languages with their truths, and what the compiler makes of them.

`python -m tools.reading` measures; the texts are data, in the YAML files beside this one.
"""
