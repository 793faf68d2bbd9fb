"""Paper: official forms, pages, codes, printers; knows forms, not dossiers."""
