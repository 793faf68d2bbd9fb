"""Procedures, units and calendar: the real data, and data with faults planted in it."""
