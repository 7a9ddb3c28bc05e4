"""The web server's way in (granian --interface rsgi config.rsgi:application)."""

from django.conf import settings

from config.wsgi import application as pages
from portico.agencies.bringing import may_bring
from portico.kit.serving import Served, settle

application = Served(pages, may_bring, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
settle()
