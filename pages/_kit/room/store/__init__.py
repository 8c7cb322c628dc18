"""The store of the rooms, without Streamlit: rooms, hosts, participants, rounds and answers in SQL."""
