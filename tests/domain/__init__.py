"""The rules, by tables from the law and by properties."""
