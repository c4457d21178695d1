"""Fragments and link scores -> reading order: columns, regions, path search, gate, pins."""
