-- The file of a boot medium that is booted; others lie beside it.
ALTER TABLE "Artifact" ADD COLUMN "main" TEXT;
