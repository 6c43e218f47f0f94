"""SurveyJS questionnaires."""
