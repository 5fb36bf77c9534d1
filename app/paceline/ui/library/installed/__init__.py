"""The models on this machine: listed, checked, deleted, loaded."""
