"""From a dossier to the official form: what each paper says; `printing` knows how it looks."""
