"""Printers: what a desk may send a page to, and what they say about it afterwards."""
