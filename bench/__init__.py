"""What the course costs: reruns, repaints and the launch, each against a bare Streamlit page."""
