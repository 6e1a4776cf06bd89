import { z } from 'zod';

const optional = z.string().nullish();

/** An inventory as far as the page shows it; a machine may tell more, or less. */
const shape = z.object({
  vendor: optional,
  product: optional,
  serial: optional,
  uuid: optional,
  firmware: optional,
  memoryBytes: z.number().nullish(),
  cpu: z
    .object({ model: optional, cores: z.number().nullish(), threads: z.number().nullish() })
    .nullish()
    .transform((cpu) =>
      cpu ? [cpu.model, cpu.cores && `${cpu.cores} cores`].filter(Boolean).join(', ') : null,
    ),
  disks: z
    .array(
      z.object({
        path: z.string(),
        size: z.number(),
        model: optional,
        serial: optional,
        hasData: z.boolean().nullish(),
        what: optional,
      }),
    )
    .default([])
    .transform((disks) =>
      disks.map((disk) => ({ ...disk, what: disk.what || (disk.hasData ? 'data' : 'nothing') })),
    ),
  cards: z
    .array(
      z.object({
        name: z.string(),
        mac: optional,
        driver: optional,
        linkUp: z.boolean().nullish(),
        speedMbps: z.number().nullish(),
      }),
    )
    .default([])
    .transform((cards) =>
      cards.map((card) => ({
        ...card,
        link: card.linkUp
          ? ['up', card.speedMbps && `${card.speedMbps} Mbit/s`].filter(Boolean).join(', ')
          : 'down',
      })),
    ),
});

/** Null when there is none, or when it cannot be read. */
export function inventoryView(inventory: unknown): z.output<typeof shape> | null {
  return shape.safeParse(inventory).data ?? null;
}
