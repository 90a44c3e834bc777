"""Who acted, and the trail of everything that happened.

Every action names its actor and records an event. The trail is append-only and holds codes and ids only,
never a name or a sentence somebody typed; a reason's text stands on the record it belongs to.
"""
