"""Signing in to a service and out of it, and storing the way to a published address."""
