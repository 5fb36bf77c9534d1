"""Small real fakes that several kinds of tests share."""
