from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Teaches the timeline what happens to jobs and stages."""

    name = "portico.jobs"

    def ready(self) -> None:
        from portico.candidates.consents import ON_STOP
        from portico.candidates.erasing import ON_ERASE
        from portico.jobs.alerts import TOPIC, consent_stopped, forget, still_wanted, stop_by_link
        from portico.jobs.words import JOB_WORDS
        from portico.messaging.holding import STILL_WANTED
        from portico.messaging.opt_outs import STOPS
        from portico.records.events import say
        from portico.records.subjects import PARTLY_SEEN

        ON_ERASE.append(forget)
        ON_STOP.append(consent_stopped)
        STOPS[TOPIC] = stop_by_link
        STILL_WANTED[TOPIC] = still_wanted
        PARTLY_SEEN += ["jobs.job", "jobs.requisition"]
        say(JOB_WORDS)
