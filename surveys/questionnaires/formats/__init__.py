"""Questionnaires as files: our own readable format, and what other survey software writes."""
