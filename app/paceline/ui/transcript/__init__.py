"""The chat as a person reads it: messages in a column, made only where somebody looks."""
