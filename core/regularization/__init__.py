"""A small regression problem and its regularizers, one file each."""
