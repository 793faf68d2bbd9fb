"""Others that carry records over bad lines, from their own packages: run beside ours."""
