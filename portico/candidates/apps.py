from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Teaches the timeline what happens to candidates."""

    name = "portico.candidates"

    def ready(self) -> None:
        from portico.access.account import ON_NEW_ADDRESS
        from portico.candidates import bulk_inviting  # noqa: F401
        from portico.candidates.addresses import follow_address
        from portico.candidates.erasing import ON_ERASE
        from portico.candidates.registering import forget
        from portico.candidates.resume_readings import ask_for
        from portico.candidates.update_asking import still_wanted, stop_by_link
        from portico.candidates.update_emails import TOPIC
        from portico.candidates.update_words import SENTENCES as UPDATE_SENTENCES
        from portico.candidates.words import SENTENCES
        from portico.messaging.holding import STILL_WANTED
        from portico.messaging.opt_outs import STOPS
        from portico.records.events import MONEY_VERBS, say
        from portico.records.files import ON_KEPT

        say(SENTENCES)
        say(UPDATE_SENTENCES)
        ON_NEW_ADDRESS.append(follow_address)
        ON_KEPT.append(ask_for)
        ON_ERASE.append(forget)
        STOPS[TOPIC] = stop_by_link
        STILL_WANTED[TOPIC] = still_wanted
        MONEY_VERBS.add("candidate.pay_left_over")
