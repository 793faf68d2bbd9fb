"""The speeds that are promised, each measured beside its floor: `make bench`."""
