"""Reading files as tables: named columns and a stream of numbered rows."""
