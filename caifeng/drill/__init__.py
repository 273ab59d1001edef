"""The drill: a scenario through the real pipeline, in a sandbox of its own, marked 演练 everywhere."""
