"""What is measured, and how: one module per question, run as ``python -m benchmarks.NAME``."""
