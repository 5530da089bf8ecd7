"""Mail: what was sent and what not, the sending itself, and the replies that come back."""
