"""What trains the seam encoder. `network` and `fit` need PyTorch; nothing else in layoutfix does."""
