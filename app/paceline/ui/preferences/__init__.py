"""The settings dialog, made from what the settings declare, and the keys of all actions."""
