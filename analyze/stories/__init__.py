"""事件 Stories told from clusters: identity over days, links set by people, title, and everything judged of them."""

STORY_VERSION = "story-2"  # of grouping, course, spread and account
