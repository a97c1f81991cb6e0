"""What anybody may read about our decisions: numbers, the policy they rest on, and signed checkpoints of the log."""
