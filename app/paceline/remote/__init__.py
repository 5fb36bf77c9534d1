"""Pairs on servers: the same rounds and figures, from any server that speaks OpenAI's protocol.

Used by the worker, by the command line, and by the window where it asks what a server has.
"""
