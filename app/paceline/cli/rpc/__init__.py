"""`paceline rpc`: this machine as a node for others."""
