"""Work on many people: a pool of processes on one machine, or Dask on many."""
