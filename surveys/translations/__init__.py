"""Translating questionnaires: side by side, by file, and what is missing or outdated."""
