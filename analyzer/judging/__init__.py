"""Events in, findings and metrics out: context, contract of a rule, engine, exceptions, baseline."""
