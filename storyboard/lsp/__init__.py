"""The language server: one module per feature of the editor, each a function from the desk and a question to an answer.

`server` starts quickly, since it imports nothing but pygls; a feature is imported, and the compiler with it, when the
editor first asks for it. `desk` knows the open buffers and compiles what they hold over the files on disk.
"""

from __future__ import annotations
