"""Chats as files for people and programs: Markdown, our JSON, and one page of HTML."""
