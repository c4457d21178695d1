"""Training of the stretch encoder: pages of running text, a start in closed form, the fit."""
