"""What is being studied: registry numbers, records of trials, what the checks say, who may be shown."""
