"""The pages for coming in, going out and looking after one's account."""
