"""Everything that knows Kafka: lanes, delivery, records, headers, dead letters, topics."""
