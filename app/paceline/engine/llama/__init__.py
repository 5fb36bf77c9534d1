"""Typed, safe wrappers over llama.cpp's C API; the only importer of llama_cpp.

Misuse of the C API aborts the process, so every precondition that llama.cpp asserts is checked
here first. Nothing in this package knows about drafts or replies.
"""
