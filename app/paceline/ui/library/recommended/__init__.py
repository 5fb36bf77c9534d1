"""The page of recommended pairs."""
