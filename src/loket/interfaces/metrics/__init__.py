"""/metrics: figures of this process for Prometheus, to who asks from this machine (docs/operations.md).

measuring.py counts requests by route and status class; figures.py reads the rest when asked: claims by outcome, jobs,
messages, event streams, the pool of database connections. No personal data, no words of requests.
"""
