"""manage.py demo_people"""

import os
from typing import Any

from django.core.management.base import BaseCommand

from demo.people import PEOPLE, address_of, member_behind, set_port


class Command(BaseCommand):
    """Prints who one can be in the demo, with a sign-in link each."""

    help = "Print the demo's people with their sign-in links."

    def handle(self, *args: Any, **options: Any) -> None:
        """The table, and where the mail is."""
        port = os.environ.get("PORT", "8000")
        set_port(port)
        rows = []
        for person in PEOPLE:
            member = member_behind(person)
            if member is not None:
                rows.append((member.name, person.who, address_of(person, port)))
        name_width = max(len(name) for name, _who, _url in rows)
        who_width = max(len(who) for _name, who, _url in rows)
        self.stdout.write("\nSign in as:\n")
        for name, who, url in rows:
            self.stdout.write(f"  {name:<{name_width}}  {who:<{who_width}}  {url}\n")
        self.stdout.write(f"\n  All mail that the demo “sent”:  http://127.0.0.1:{port}/demo/mail/\n")
        self.stdout.write("  Stop with Ctrl-C.\n\n")
