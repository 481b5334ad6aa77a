"""Config: settings, environment, urls, wsgi, asgi, worker. The only reader of os.environ."""
