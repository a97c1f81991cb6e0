"""What the public reports about a published listing: safety concerns and one-tap corrections."""
