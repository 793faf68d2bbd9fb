"""The hub as other systems of the province reach it: changes out, results and states in."""
