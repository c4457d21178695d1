"""What learns the shipped models from running text; the stages never import it."""
