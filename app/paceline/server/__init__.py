"""The engine for other programs: an HTTP server that speaks as OpenAI's API does; no Qt."""
