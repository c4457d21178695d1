"""layoutfix within what others run archives with. Each module needs its package, and is imported
by name: `layoutfix.integrations.ray`, `.datatrove`, `.datasets`.
"""
