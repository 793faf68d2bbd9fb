"""Catalogue files: prepared by one person, approved by another, signed and sent to every desk."""
