"""Dossiers for people at the province: what is routed to a department, and one dossier found."""
