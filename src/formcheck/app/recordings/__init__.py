"""A recording, a folder of them, or a cluster's share: analysed and judged."""
