"""What is being studied: registry numbers, records of trials, what the checks say of them, who may be shown."""
