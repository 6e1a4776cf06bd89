/** Events: what machines, services and people did, as people and programs see it. */
import { z } from 'zod';

export const eventQuery = z.object({
  hostId: z.uuid().optional(),
  installId: z.uuid().optional(),
  /** Events after this id, oldest first; without it the latest, newest first. */
  after: z.coerce.number().int().min(0).optional(),
  /** Events before this id, newest first: the next page of older ones. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type EventQuery = z.input<typeof eventQuery>;

export const eventView = z.object({
  /** Digits: it grows for ever, so it may outgrow a number. */
  id: z.string(),
  at: z.iso.datetime(),
  source: z.string(),
  type: z.string(),
  message: z.string(),
  mac: z.string().nullable(),
  hostId: z.uuid().nullable(),
  /** Of the host now; null when it is gone or nobody's. */
  hostName: z.string().nullable(),
  installId: z.uuid().nullable(),
  data: z.unknown(),
});
export type EventView = z.infer<typeof eventView>;
