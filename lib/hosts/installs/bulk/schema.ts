/** Many hosts installed at once: one wish, and an answer for each host. */
import { z } from 'zod';
import { authoriseInput, installSummary } from '../schema';

/** Hosts of one request: each is rendered and pinned by itself, which takes some 20 ms. */
export const manyLimit = 500;

/** Body of `POST /api/hosts/bulk/install`: the hosts, and what each install is authorised with. */
export const bulkInstall = authoriseInput.extend({
  ids: z
    .array(z.uuid())
    .min(1, 'Name a host.')
    .max(manyLimit, `At most ${manyLimit} hosts at once.`),
});
export type BulkInstall = z.infer<typeof bulkInstall>;

/** What became of each host, in the order in which they were named. */
export const bulkInstallResults = z.array(
  z.union([
    z.object({ id: z.uuid(), ok: z.literal(true), install: installSummary }),
    z.object({ id: z.uuid(), ok: z.literal(false), code: z.string(), message: z.string() }),
  ]),
);
export type BulkInstallResults = z.infer<typeof bulkInstallResults>;
