"""The Hugging Face Hub on loopback: a real HTTP server that cuts, stalls, lies and expires."""
