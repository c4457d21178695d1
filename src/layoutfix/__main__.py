"""`python -m layoutfix` is the command line."""

from layoutfix.cli import main

if __name__ == "__main__":  # worker processes import this module under another name
    main()
