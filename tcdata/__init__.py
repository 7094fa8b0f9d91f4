"""The pipeline: people files in, an edition of published rows out. Never imports streamlit."""
