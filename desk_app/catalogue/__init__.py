"""Procedures, administrative units, calendar: dated data files and their reader."""
