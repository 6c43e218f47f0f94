"""LimeSurvey's survey structure files."""
