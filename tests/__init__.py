"""The tests; folders mirror the tree, so that names of one folder never hide another's."""
