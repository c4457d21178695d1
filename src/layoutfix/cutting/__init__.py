"""Dump -> fragments: rows, gutters, seams."""
