"""What the peer keeps."""
