"""From the event table to findings and metrics: the context, the contract of a rule, the engine, what is excepted."""
