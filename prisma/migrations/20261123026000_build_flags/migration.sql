-- What lists ask of a spec, so that none of them reads scripts of megabytes.
ALTER TABLE "Build" ADD COLUMN "closed" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Build" ADD COLUMN "enrolmentId" UUID;

UPDATE "Build" SET "closed" = true
  WHERE "kind" IN ('ipxe', 'iso') AND coalesce("spec"->'options'->>'clientKeySecret', '') <> '';
UPDATE "Build" SET "enrolmentId" = ("spec"->>'enrolment')::uuid
  WHERE "kind" IN ('ipxe', 'iso') AND "spec"->>'enrolment' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

CREATE INDEX "Build_enrolmentId_idx" ON "Build"("enrolmentId");
