"""The sample province: a hub, a desk, invented people, the narrated walk."""
