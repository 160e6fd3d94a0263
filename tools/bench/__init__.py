"""Measures the installed storyc beside named peers; each kind of measurement is a module with `measure`."""
