"""The tenant, its people's logins and places, their roles, the door and the gate."""
