"""Faults planted into the protocol one by one, to see that the tests notice."""
