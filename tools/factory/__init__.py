"""The page factory: pages of many kinds, set from clean articles and read by real engines.

What it draws, its engines and how it is run: docs/factory.md. Modules, in the order of the work:
`schedule` (which page is number k), `articles` (text of documents that no model has seen),
`compose` (HTML), `browser` (PDF and true lines), `damage` (the scan), `engines` (what they read),
`record` (one file a page), `work` (all of it for one page).
"""
