/**
 * `npm run demo [-- --uefi]`: a blank machine becomes a host that lets in our
 * SSH key, on a wire of its own, before your eyes. Exit code 0 only when all
 * of that has really happened.
 *
 * The command makes the wire and starts itself once more inside it.
 */
import { runDemo } from '@/e2e/demo/run-demo';
import { terminal } from '@/e2e/demo/terminal';
import { currentNamespace } from '@/e2e/lab/current-namespace';
import { enterLab } from '@/e2e/lab/enter';
import { labEnvironment } from '@/e2e/lab/environment';

const usage = 'Usage: npm run demo [-- --uefi]';

async function main(words: string[]): Promise<number> {
  const unknown = words.find((word) => word !== '--uefi' && word !== '--bios');
  if (unknown) {
    console.error(`${unknown} is not understood. ${usage}`);
    return 2;
  }
  if (!labEnvironment().namespace) {
    const argv = [process.execPath, '--import', 'tsx', import.meta.filename, ...words];
    return enterLab({ argv, env: process.env });
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => stop.abort(new Error('Stopped.')));
  }
  const firmware = words.includes('--uefi') ? 'uefi' : 'bios';
  const done = await runDemo({
    firmware,
    namespace: currentNamespace(),
    terminal: terminal(),
    signal: stop.signal,
  });
  return done ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
