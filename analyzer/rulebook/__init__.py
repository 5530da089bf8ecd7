"""Which rules there are: loading them, holding them to their promises, writing a new one."""
