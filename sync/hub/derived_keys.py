"""Keys made from the hub's own secret, which lies in its folder and not in its database.

Who holds the database alone can make none of them.
"""

import hmac

from sync.hub.hub import Hub


def key_for(hub: Hub, purpose: str) -> bytes:
    """32 bytes that only this hub can make."""
    return hmac.digest(hub.key.secret, b"quay-mot-cua/console/" + purpose.encode(), "sha256")
