import { bar, inWords, type Terminal } from '@/e2e/demo/terminal';
import type { Api } from '@/e2e/product/api';
import {
  makeDebianImage,
  type Progress,
  serveTheWire,
  untilBuilt,
  untilPublished,
} from '@/e2e/product/journey';

/** Serves the wire and waits for bootloaders, agent and image, each with its line. */
export async function showPreparation(given: {
  api: Api;
  terminal: Terminal;
  signal: AbortSignal;
}): Promise<{ id: string }> {
  const { api, signal } = given;
  const step = stepOn(given.terminal);
  await step('Network', () => serveTheWire({ api, signal }), 'DHCP, DNS and TFTP on br0');
  await step('Bootloaders', async (onProgress) => {
    const build = await untilBuilt({ api, kind: 'loaders', signal, onProgress });
    await untilPublished({ api, signal });
    return build;
  });
  await step('Agent', (onProgress) => untilBuilt({ api, kind: 'agent', signal, onProgress }));
  return step('Debian image', (onProgress) => makeDebianImage({ api, signal, onProgress }));
}

/** Runs a step with its progress in place; when it is done, its line says how long it took. */
function stepOn(terminal: Terminal) {
  return async <T>(
    name: string,
    work: (onProgress: (progress: Progress) => void) => Promise<T>,
    what = 'ready',
  ): Promise<T> => {
    const started = Date.now();
    let reused = false;
    terminal.progress(`  ${name.padEnd(16)}…`);
    const done = await work((progress) => {
      reused = progress.reused ?? false;
      const how = progress.step ?? progress.state;
      terminal.progress(`  ${name.padEnd(16)}${bar(progress.progress)}  ${how}`);
    });
    const from = reused ? ', kept from an earlier run' : '';
    terminal.line(`  ${name.padEnd(16)}${what} in ${inWords(Date.now() - started)}${from}`);
    return done;
  };
}
