"""What the wire is promised to carry, measured beside its floors and beside others."""
