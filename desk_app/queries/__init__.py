"""What screens and commands list and look up; reads only."""
