"""Fetches files of the Hub, so that a bad line costs time and nothing else.

`fetching.fetch` brings one file into the Hub's own cache; `downloads.Downloads` is the queue that
outlives the program. What arrives was compared with the checksum that the Hub gave first.
"""
