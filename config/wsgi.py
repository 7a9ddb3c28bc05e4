"""The web server's way in (granian config.wsgi:application)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STATEMENT_SECONDS", "30")  # Nobody waits longer for a page; tasks may take their time.

application = get_wsgi_application()
