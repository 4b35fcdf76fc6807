"""events.db: appended deliveries, and what is projected from them."""
