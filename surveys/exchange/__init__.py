"""Questionnaires in and out: downloads, uploads with a report, and the same by command."""
