"""How a chat is steered: its system prompt, its sampling, and presets of both."""
