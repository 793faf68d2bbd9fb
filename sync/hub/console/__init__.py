"""The province's console: pages for the people who look after desks, data and figures."""
