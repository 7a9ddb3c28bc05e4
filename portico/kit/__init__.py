"""Pages, live parts, money, time, form and template pieces. No domain word."""
