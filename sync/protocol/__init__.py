"""Messages between a desk and the hub: versions, fields, limits; both ends share these types."""
