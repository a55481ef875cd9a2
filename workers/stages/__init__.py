"""Pure functions from records to records: no Kafka, no clock, no settings, no environment."""
