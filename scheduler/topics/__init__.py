"""The topics that are followed: which documents are about them, how much, and what shows it."""

from scheduler.topics.files import load
from scheduler.topics.match import Evidence, Match
from scheduler.topics.matching import Rules
from scheduler.topics.topic import TopicInfo

__all__ = ["Evidence", "Match", "Rules", "TopicInfo", "load"]
