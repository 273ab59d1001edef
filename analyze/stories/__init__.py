"""事件 From items to stories: clusters, identity, heat, stage, spread, grade."""
