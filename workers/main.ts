/**
 * The worker: supervises dnsmasq, does jobs, announces itself. It never
 * ends because Postgres is away; SIGTERM ends it in order, with exit code 0.
 */
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { logger } from '@/lib/core/log';
import { closeJobs } from '@/lib/jobs/boss';
import { workOnJobs } from '@/lib/jobs/work';
import { dnsmasqPaths } from '@/lib/network/configuration';
import { Witness } from '@/lib/network/witness';
import { keepAnnouncing, lookAround, setOwnPids } from './announcement';
import { dnsmasqDaemon } from './daemons/dnsmasq';
import { LeaseWatch } from './lease-watch';
import { equipNewTeams } from './new-teams';
import { keepPrepared } from './preparation';
import { keepRecovering } from './recovery';
import { runGroup } from './run-group';
import { Supervisor } from './supervisor';
import { taskRegistry } from './tasks/registry';

/** Tables that dnsmasq's configuration is made of. */
const followed = ['Setting', 'Host', 'HostMac'];

/** Milliseconds in which changes gather before dnsmasq is looked at. */
const gathering = 100;

async function main(): Promise<void> {
  env();
  const log = logger('worker');
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort());

  const leases = new LeaseWatch(dnsmasqPaths().leases);
  const witness = new Witness({ onLease: () => leases.nudge() });
  const dnsmasq = new Supervisor(
    dnsmasqDaemon({ look: lookAround, onLine: (line) => witness.hear(line) }),
  );
  setOwnPids(() => (dnsmasq.pid === null ? [] : [dnsmasq.pid]));
  followChanges({ dnsmasq, witness });

  log.info({ pid: process.pid }, 'the worker is at work');
  await runGroup({
    signal: stop.signal,
    members: [
      { name: 'dnsmasq', run: (signal) => dnsmasq.run(signal) },
      { name: 'jobs', run: (signal) => workOnJobs({ registry: taskRegistry, signal }) },
      {
        name: 'announcement',
        run: (signal) => keepAnnouncing({ signal, onNews: () => dnsmasq.nudge() }),
      },
      { name: 'leases', run: (signal) => leases.run(signal) },
      { name: 'preparation', run: keepPrepared },
      { name: 'recovery', run: keepRecovering },
      { name: 'teams', run: equipNewTeams },
    ],
  });
  await witness.close();
  await closeJobs();
  await changes().stop();
  await closeDatabase();
  log.info('the worker has ended');
}

function followChanges(given: { dnsmasq: Supervisor; witness: Witness }): void {
  let waiting = false;
  const look = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      given.dnsmasq.nudge();
    }, gathering);
  };
  changes().on('change', ({ table }) => {
    if (followed.includes(table)) look();
  });
  changes().on('ready', () => {
    look();
    given.witness.learn().catch(() => {});
  });
  changes().listen();
}

main().then(
  () => process.exit(0),
  (error) => {
    logger('worker').fatal({ err: error }, 'the worker failed');
    process.exit(1);
  },
);
