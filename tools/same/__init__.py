"""Proof that a refactoring changed nothing: two installed programs do the same work, and all they write is compared.

The two run as processes of their own interpreters, so that old and new code never meet.
"""
