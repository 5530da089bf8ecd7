"""What rules share: chains, series, weeks, teams, roles, findings of one meeting or one day."""
