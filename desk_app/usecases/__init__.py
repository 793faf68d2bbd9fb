"""One verb of the counter, one module, one function; they never call each other."""
