"""The one-stop desk (bộ phận Một cửa)."""
