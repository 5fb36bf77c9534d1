"""One message as a person reads it: Markdown in which every token still shows where it came from.

`reply_text.ReplyText` is the widget; everything else here serves it.
"""
