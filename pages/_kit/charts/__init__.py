"""Code that the charts of several lessons share: specs and tables, colors, axes, labels and linked panels."""
