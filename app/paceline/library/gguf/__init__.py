"""GGUF files as the library sees them: their headers alone, read without llama.cpp."""
