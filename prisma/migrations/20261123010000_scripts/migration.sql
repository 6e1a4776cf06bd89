-- Templates and dialects of revisions, secrets, matching rules and labels,
-- one boot into a rescue script, and systems that registered themselves.

ALTER TABLE "ScriptRevision" ADD COLUMN "template" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "dialect" TEXT;
UPDATE "ScriptRevision" r SET "dialect" = CASE
    WHEN r."text" ~* '(^|\n)d-i\s' THEN 'preseed'
    WHEN r."text" LIKE '#cloud-config%' THEN 'autoinstall'
    WHEN r."text" ~ '^\s*\{' THEN 'ignition'
    WHEN r."text" ~ '^\s*<\?xml' THEN 'autoyast'
    ELSE 'kickstart'
  END
  FROM "Script" s WHERE s."id" = r."scriptId" AND s."kind" = 'kickstart';

ALTER TABLE "Profile" ADD COLUMN "rules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "isDefault" BOOLEAN NOT NULL DEFAULT false;
CREATE UNIQUE INDEX "Profile_one_default" ON "Profile"("teamId") WHERE "isDefault";

ALTER TABLE "Host" ADD COLUMN "labels" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN "rescue" JSONB;

ALTER TABLE "Machine" ADD COLUMN "labels" JSONB NOT NULL DEFAULT '{}';

ALTER TABLE "Install" ADD COLUMN "secretsServed" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "Secret" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Secret_teamId_name_key" ON "Secret"("teamId", "name");
ALTER TABLE "Secret" ADD CONSTRAINT "Secret_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "LocalNode" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "hostId" UUID,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "addresses" TEXT[],
    "system" TEXT,
    "sshHostKeys" TEXT[],
    "reachable" BOOLEAN,
    "reason" TEXT,
    "checkedAt" TIMESTAMP(3),
    "registeredAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LocalNode_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "LocalNode_hostId_key" ON "LocalNode"("hostId");
CREATE UNIQUE INDEX "LocalNode_teamId_name_key" ON "LocalNode"("teamId", "name");
ALTER TABLE "LocalNode" ADD CONSTRAINT "LocalNode_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "LocalNode" ADD CONSTRAINT "LocalNode_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Secret" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "LocalNode" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
