"""Training of the seam encoder: which text, which pages and network, the fit (needs PyTorch)."""
