/**
 * Power-on to the agent's first report: our product against a hand-written
 * dnsmasq and nginx that hand out the same bootloader, kernel and initrd, on
 * the same wire, to the same machine, in turns. Starts itself inside a wire.
 *
 *     power-on.ts [--uefi] [--times N] [--json FILE]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureOurs, prepareOurs } from '@/e2e/bench/power-on-ours';
import { measurePeer, preparePeer } from '@/e2e/bench/power-on-peer';
import type { Result } from '@/e2e/bench/report';
import { currentNamespace } from '@/e2e/lab/current-namespace';
import { enterLab } from '@/e2e/lab/enter';
import { labEnvironment } from '@/e2e/lab/environment';
import { Machine } from '@/e2e/lab/machine';
import type { Firmware } from '@/e2e/lab/machine-arguments';
import { keep } from '@/e2e/product/kept';
import { Product } from '@/e2e/product/product';

/** Milliseconds that a turn may take. */
const turnLimit = 3 * 60_000;
const mac = '52:54:00:77:09:01';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(words: string[]): Promise<number> {
  if (!labEnvironment().namespace) {
    const argv = [process.execPath, '--import', 'tsx', import.meta.filename, ...words];
    return enterLab({ argv, env: process.env });
  }
  const firmware: Firmware = words.includes('--uefi') ? 'uefi' : 'bios';
  const result = await compare({ firmware, times: Number(wordAfter(words, '--times') ?? 3) });
  const file = wordAfter(words, '--json');
  if (file) writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return 0;
}

function wordAfter(words: string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

async function compare({ firmware, times }: { firmware: Firmware; times: number }) {
  const namespace = currentNamespace();
  const product = await Product.start({ folder: namespace.dataFolder, kept: true });
  try {
    const ours = await prepareOurs({ api: product.api, mac });
    const folder = join(namespace.folder, 'peer');
    mkdirSync(folder);
    const peer = await preparePeer({ namespace, folder, data: product.data, mac });
    const seconds = { ours: [] as number[], peer: [] as number[] };
    for (let turn = 1; turn <= times; turn += 1) {
      const newMachine = () =>
        Machine.create({ namespace, name: 'measured', firmware, macs: [mac], memory: 2048 });
      const one = await measurePeer({ peer, newMachine, limit: turnLimit });
      const two = await measureOurs({ ...ours, newMachine, limit: turnLimit });
      seconds.peer.push(one);
      seconds.ours.push(two);
      say(`  turn ${turn}: ours ${two.toFixed(2)} s, by hand ${one.toFixed(2)} s`);
    }
    await keep(product.data);
    return report({ firmware, seconds });
  } finally {
    await product.remove();
  }
}

/** As rates, so that more is better as in the other rows: reports a minute. */
function report(given: {
  firmware: Firmware;
  seconds: { ours: number[]; peer: number[] };
}): Result {
  const ours = median(given.seconds.ours);
  const peer = median(given.seconds.peer);
  say(
    `  medians, ${given.firmware.toUpperCase()}: ours ${ours.toFixed(2)} s, by hand ${peer.toFixed(2)} s, ${(ours / peer).toFixed(3)} of it (aim: at most 1.05)`,
  );
  return {
    what: `power-on to first report, ${given.firmware.toUpperCase()}`,
    ours: 60 / ours,
    peer: 60 / peer,
    unit: 'a minute',
    aim: 0.95,
    errors: 0,
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const low = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? 0;
  return (low + (sorted[middle] ?? 0)) / 2;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
