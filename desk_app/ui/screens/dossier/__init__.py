"""One dossier: its header and acts, its history, papers, prints and files."""
