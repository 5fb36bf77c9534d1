"""The engine as the window sees it; QtCore only."""
