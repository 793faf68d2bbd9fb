"""The province's public pages: look-up, procedures, ratings and feedback, the check of papers."""
