"""What a stick carries: sealed parcels of the same signed messages that travel on the line."""
