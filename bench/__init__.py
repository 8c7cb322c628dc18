"""Benchmarks of the course: reruns, repaints and launch, each compared with a bare Streamlit page, and load tests."""
