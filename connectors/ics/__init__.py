"""Calendars as files and published addresses (RFC 5545, RFC 7986)."""
