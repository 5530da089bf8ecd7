"""Events in, findings and metrics out: the context, the contract of a rule, the engine, exceptions, the baseline."""
