"""Where the pipeline takes part in what happens to people's data."""


def take_part() -> None:
    """Called once, when the application starts."""
    from portico.candidates.consents import ON_STOP
    from portico.candidates.erasing import ON_ERASE
    from portico.candidates.models import PrivacyRequest
    from portico.candidates.privacy_words import PRIVACY_WORDS
    from portico.pipeline.consent_effects import consent_stopped
    from portico.pipeline.copy_parts import add_parts
    from portico.pipeline.forgetting import forget_runs
    from portico.records.events import say
    from portico.records.sweeping import FOLDERS

    say(PRIVACY_WORDS)
    ON_ERASE.append(forget_runs)
    ON_STOP.append(consent_stopped)
    add_parts()
    FOLDERS["copies"] = [(PrivacyRequest, "key")]
