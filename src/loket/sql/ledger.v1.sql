-- The ledger is append-only, for its owner too.
CREATE FUNCTION loket_ledger_refuses_v1() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON loket_ledgerline
    FOR EACH ROW EXECUTE FUNCTION loket_ledger_refuses_v1();
CREATE TRIGGER ledger_never_emptied BEFORE TRUNCATE ON loket_ledgerline
    FOR EACH STATEMENT EXECUTE FUNCTION loket_ledger_refuses_v1();
