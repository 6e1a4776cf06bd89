-- Every change of these tables is told on the channel "provisioner" as one
-- small JSON message (lib/core/changes.ts). The argument names the column
-- whose value is sent as `id`: a row's own key, or the key of what it belongs to.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  PERFORM pg_notify('provisioner', json_strip_nulls(json_build_object(
    'table', TG_TABLE_NAME,
    'op', left(TG_OP, 1),
    'id', changed ->> TG_ARGV[0],
    'hostId', changed ->> 'hostId',
    'teamId', changed ->> 'teamId'
  ))::text);
  RETURN NULL;
END $$;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Team" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Setting" FOR EACH ROW EXECUTE FUNCTION tell_change('key');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "SshKey" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Script" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "ScriptRevision" FOR EACH ROW EXECUTE FUNCTION tell_change('scriptId');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Profile" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "ProfileScript" FOR EACH ROW EXECUTE FUNCTION tell_change('profileId');
CREATE TRIGGER tell AFTER INSERT OR DELETE ON "Host" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "HostMac" FOR EACH ROW EXECUTE FUNCTION tell_change('hostId');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Machine" FOR EACH ROW EXECUTE FUNCTION tell_change('mac');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Install" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Build" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT ON "BuildLogChunk" FOR EACH ROW EXECUTE FUNCTION tell_change('buildId');
CREATE TRIGGER tell AFTER INSERT OR DELETE ON "Artifact" FOR EACH ROW EXECUTE FUNCTION tell_change('fingerprint');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Image" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Service" FOR EACH ROW EXECUTE FUNCTION tell_change('name');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Lease" FOR EACH ROW EXECUTE FUNCTION tell_change('mac');
CREATE TRIGGER tell AFTER INSERT ON "Event" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
-- A worker announces itself every few seconds; only what it tells anew is news.
CREATE TRIGGER tell AFTER INSERT OR DELETE ON "WorkerNode" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell_news AFTER UPDATE ON "WorkerNode" FOR EACH ROW
  WHEN (OLD."interfaces" IS DISTINCT FROM NEW."interfaces" OR OLD."ports" IS DISTINCT FROM NEW."ports" OR OLD."pid" IS DISTINCT FROM NEW."pid")
  EXECUTE FUNCTION tell_change('id');
-- Equal notifications of one transaction are sent once, so a batch of lines is one.
CREATE TRIGGER tell AFTER INSERT ON "ServiceLine" FOR EACH ROW EXECUTE FUNCTION tell_change('service');
-- That a host was seen again is no news: ten thousand of them boot at once.
CREATE TRIGGER tell_news AFTER UPDATE ON "Host" FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'lastSeenAt' - 'updatedAt' IS DISTINCT FROM to_jsonb(NEW) - 'lastSeenAt' - 'updatedAt')
  EXECUTE FUNCTION tell_change('id');
