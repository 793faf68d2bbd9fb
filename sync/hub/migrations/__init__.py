"""How the hub's database came to its present shape; a released migration never changes."""
