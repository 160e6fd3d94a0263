"""Fuzzing: whatever is read from files and hosts is read without an exception, in two seconds and in 256 MB."""
