"""The Hub: searched, filtered, leafed through, and looked into."""
