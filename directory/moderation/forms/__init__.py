"""What moderators type. Forms only check the form of it; the actions check everything else."""
