"""What an action may answer: done, invalid, or on to a screen."""

Part = dict[str, object]


def done(accepted: Part | None = None, *, screen: Part | None = None) -> Part:
    """The action is done; `accepted` is a `receipt(...)`."""
    return {"outcome": "done", "receipt": accepted, "screen": screen}


def invalid(*errors: Part) -> Part:
    """Nothing was done, because of these `field_error(...)`s."""
    if not errors:
        raise ValueError("say at least one field error, otherwise nobody knows what to correct")
    return {"outcome": "invalid", "errors": list(errors)}


def go_to(screen: Part) -> Part:
    """Show this screen next."""
    return {"outcome": "screen", "screen": screen}


def field_error(field: str, *, zh: str, en: str) -> Part:
    """One wrong field, said in both languages: what is wrong and what to do."""
    return {"field": field, "zh": zh, "en": en}


def receipt(number: str, title: str, *facts: Part, message_id: str | None = None) -> Part:
    """Proof that something was accepted; take the number from `ctx.new_id()`."""
    return {"number": number, "title": title, "facts": list(facts), "messageId": message_id}
