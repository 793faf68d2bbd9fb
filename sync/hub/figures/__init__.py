"""Figures of the province: counted behind the feeds, from what the rules say of each dossier."""
