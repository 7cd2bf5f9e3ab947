"""What phones keep and work with: the worker, data files, the copy that is handed on."""
