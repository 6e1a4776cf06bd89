/**
 * One command starts all: database, migrations, web, worker. It stays in the foreground, keeps
 * them running, and ends them in order.
 *
 *     launch.ts up      the product
 *     launch.ts dev     the same with hot reload
 *     launch.ts admin … one command of workers/admin.ts, with the database at hand
 */
import { runAdmin } from './launch/admin';
import { prepareSettings } from './launch/settings';
import { say } from './launch/terminal';
import { runServices } from './launch/up';

async function main([command, ...rest]: string[]): Promise<number> {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => stop.abort());
  }
  const settings = prepareSettings();
  if (command === 'admin') return runAdmin({ settings, args: rest, signal: stop.signal });
  if (command === 'up' || command === 'dev') {
    await runServices({ settings, dev: command === 'dev', signal: stop.signal });
    return 0;
  }
  say('Usage: launch.ts up | dev | admin …');
  return 2;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
