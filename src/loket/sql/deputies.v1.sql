-- One deputy (Plh) at a time for an office: terms that stand may touch, never overlap. Ranges bring their own
-- operators for GiST, so no extension is needed: the office is a range of one number.
ALTER TABLE loket_deputy ADD CONSTRAINT deputy_one_at_a_time EXCLUDE USING gist (
    int8range(office_id, office_id, '[]') WITH &&,
    tstzrange(starts_at, ends_at, '[)') WITH &&
) WHERE (revoked_at IS NULL);

-- Django's cache of the database: remembers for a minute which codes were used (settings.CACHES).
CREATE TABLE loket_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX loket_cache_expires ON loket_cache (expires);
