"""The list of chats: found, opened, renamed, pinned and deleted here."""
