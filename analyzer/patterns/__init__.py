"""What rules share: chains, series, weeks, teams, roles."""
