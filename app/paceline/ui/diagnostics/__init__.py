"""What helps to find a fault: the log, and a report that a person reads before sharing it."""
