"""Second looks at decisions that one person or no person made, and how the team decides."""
