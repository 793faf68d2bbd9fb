"""Which screen stands in which place, with its calls: one function a place."""
