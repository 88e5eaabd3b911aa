"""How the product runs on a machine: the foreground supervisor, the job worker, preparation, backup."""
