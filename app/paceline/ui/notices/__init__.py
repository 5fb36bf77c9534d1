"""How the window tells the person something: failures in a banner, news in toasts."""
