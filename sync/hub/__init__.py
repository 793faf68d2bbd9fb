"""The province's end: ledger, access, server, console."""
