"""How residents come in: public pages that need no account, no script and one round trip."""
