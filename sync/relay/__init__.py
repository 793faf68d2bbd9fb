"""One desk of a commune keeps sealed parcels for the others and passes them on."""
