"""The speculative decoder: no Qt, no protocol; importable and testable alone."""
