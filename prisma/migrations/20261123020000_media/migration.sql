-- The network bootloaders are a kind of their own; "ipxe" is a boot medium now.
UPDATE "Build" SET "kind" = 'loaders' WHERE "kind" = 'ipxe';
UPDATE "Artifact" SET "kind" = 'loaders' WHERE "kind" = 'ipxe';

CREATE TABLE "MediaLink" (
    "name" TEXT NOT NULL,
    "teamId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "specHash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MediaLink_pkey" PRIMARY KEY ("name")
);
CREATE INDEX "MediaLink_teamId_idx" ON "MediaLink"("teamId");
ALTER TABLE "MediaLink" ADD CONSTRAINT "MediaLink_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "Enrolment" (
    "id" UUID NOT NULL,
    "teamId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "revokedBy" TEXT,
    "lastUsedAt" TIMESTAMP(3),
    "uses" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Enrolment_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Enrolment_teamId_name_key" ON "Enrolment"("teamId", "name");
ALTER TABLE "Enrolment" ADD CONSTRAINT "Enrolment_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Machine" ADD COLUMN "enrolmentId" UUID;

CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "MediaLink" FOR EACH ROW EXECUTE FUNCTION tell_change('name');
CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON "Enrolment" FOR EACH ROW EXECUTE FUNCTION tell_change('id');
