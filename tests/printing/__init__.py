"""Paper: pages read back from real PDFs, printers that print or jam on loopback."""
