"""What the charts of several lessons share: the base of every spec, colors, axes, labels and linked views."""
