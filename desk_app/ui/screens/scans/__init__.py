"""Scanning the papers of a dossier: the tray, the page, and what becomes of them."""
