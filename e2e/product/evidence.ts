import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Machine } from '@/e2e/lab/machine';
import { logFileIn, type Product } from '@/e2e/product/product';
import type { EventView } from '@/lib/events/schema';

/** Copies what tells of a failure to `test-results/NAME` before all is removed; gives the folder. */
export async function keepLogs(given: {
  name: string;
  /** Where the product runs, or tried to. */
  productFolder: string;
  product: Product | null;
  machine: Machine | null;
}): Promise<string> {
  const { product, machine } = given;
  const folder = resolve('test-results', given.name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (machine) await copyFile(machine.consoleFile, join(folder, 'console.txt')).catch(() => {});
  if (machine) await writeFile(join(folder, 'console-readable.txt'), machine.serial.all());
  await copyFile(logFileIn(given.productFolder), join(folder, 'product.log')).catch(() => {});
  if (product) {
    const events = await product.api
      .get<EventView[]>('/api/events?limit=1000')
      .catch(() => [] as EventView[]);
    const lines = events.reverse().map((event) => `${event.at} ${event.source} ${event.message}`);
    await writeFile(join(folder, 'events.txt'), `${lines.join('\n')}\n`);
  }
  return folder;
}
