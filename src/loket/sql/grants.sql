-- What the running product may do; repeated after every migration. The owner runs it.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO loket_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO loket_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO loket_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO loket_app;
REVOKE UPDATE, DELETE, TRUNCATE ON loket_ledgerline, loket_numberevent FROM loket_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM loket_app;
REVOKE UPDATE, DELETE, TRUNCATE ON loket_notice FROM loket_app;
REVOKE UPDATE, TRUNCATE ON loket_noticeact FROM loket_app;
