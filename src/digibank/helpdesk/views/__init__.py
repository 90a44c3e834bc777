"""Pages of the helpdesk, by what one does there."""
