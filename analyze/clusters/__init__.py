"""聚合 From items to clusters: which items are about one happening, whatever words and script they use."""
