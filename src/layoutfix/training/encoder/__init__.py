"""Training of the seam encoder: which lines, which network, how it is fitted (needs PyTorch)."""
