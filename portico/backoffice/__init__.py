"""The recruiters' surface: lists, pages and forms at /desk/."""
