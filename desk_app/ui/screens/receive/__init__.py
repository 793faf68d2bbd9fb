"""Reception on one screen: person and procedure left, papers, fee and promise right."""
