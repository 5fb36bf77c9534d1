"""The window of the models: what there is, what is here, what is on its way."""
