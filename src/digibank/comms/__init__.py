"""Messages: one outbox for letters, text messages, calls, cards and e-mail. It knows no loans and no appointments."""
