"""One small regression problem and the regularizers that are tried on it, one file each."""
