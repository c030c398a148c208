"""What a backbone is worth where there are few images: tasks, probes of frozen features, networks that learn."""
