-- What made an artifact, and whether it holds a secret: such a one is handed to its team only.
ALTER TABLE "Artifact" ADD COLUMN "builderVersion" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Artifact" ADD COLUMN "closed" BOOLEAN NOT NULL DEFAULT false;

-- What a worker can build: by kind, the version of its builder and the programs that are missing.
ALTER TABLE "WorkerNode" ADD COLUMN "builders" JSONB NOT NULL DEFAULT '{}';

-- Who else needs an artifact; a team's media, newest first.
CREATE INDEX "Build_fingerprint_idx" ON "Build"("fingerprint");
CREATE INDEX "Build_teamId_createdAt_idx" ON "Build"("teamId", "createdAt");
CREATE INDEX "MediaLink_specHash_idx" ON "MediaLink"("specHash");

-- That a program was installed is news for the pages.
DROP TRIGGER tell_news ON "WorkerNode";
CREATE TRIGGER tell_news AFTER UPDATE ON "WorkerNode" FOR EACH ROW
  WHEN (OLD."interfaces" IS DISTINCT FROM NEW."interfaces" OR OLD."ports" IS DISTINCT FROM NEW."ports" OR OLD."pid" IS DISTINCT FROM NEW."pid" OR OLD."builders" IS DISTINCT FROM NEW."builders")
  EXECUTE FUNCTION tell_change('id');
