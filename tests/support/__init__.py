"""What tests share: brokers, workers as processes, a client to publish and read."""
