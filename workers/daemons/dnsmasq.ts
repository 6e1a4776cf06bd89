/** dnsmasq: DHCP, TFTP and DNS of one interface, as the settings and hosts want it now. */
import { chmodSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { dataPath } from '@/lib/core/env';
import { configuration, dnsmasqPaths } from '@/lib/network/configuration';
import { networkSettings } from '@/lib/network/data';
import { examine } from '@/lib/network/doctor';
import { anyWanted } from '@/lib/network/mutations';
import { publicUrl } from '@/lib/network/public-url';
import { dnsmasqService, type WorkerFacts } from '@/lib/network/schema';
import type { Blocked, Daemon, ProcessSpec } from './daemon';

/** Findings that keep it from serving; others are for people to know. */
const blocking = [
  'dnsmasq-missing',
  'no-privileges',
  'no-interface',
  'interface-missing',
  'interface-down',
  'interface-without-address',
  'port-held',
  'bad-setting',
];

export function dnsmasqDaemon(given: {
  /** What this worker sees around itself now. */
  look: () => Promise<WorkerFacts>;
  onLine: (line: string) => void;
}): Daemon {
  const paths = dnsmasqPaths();
  const mark = `--conf-file=${paths.config}`;
  return {
    name: dnsmasqService,
    mark,
    goodFile: dataPath('run', 'dnsmasq.good.json'),
    onLine: given.onLine,
    wanted: async () => {
      const settings = await networkSettings();
      if (!anyWanted(settings)) return null;
      const worker = await given.look();
      const url = publicUrl({ settings, interfaces: worker.interfaces });
      const [problem] = examine({ settings, worker, publicUrl: url }).filter(({ code }) =>
        blocking.includes(code),
      );
      if (problem) return blocked(`${problem.title} ${problem.mend ?? ''}`);
      prepareFolders();
      const made = await configuration({ settings, interfaces: worker.interfaces });
      if ('problem' in made) return blocked(made.problem);
      const spec: ProcessSpec = {
        program: worker.tools.dnsmasq ?? 'dnsmasq',
        args: ['--keep-in-foreground', mark],
        config: made.config,
        files: [
          { path: paths.config, content: made.config, takesEffect: 'restart' },
          { path: paths.dhcpHosts, content: made.dhcpHosts, takesEffect: 'SIGHUP' },
          { path: paths.hosts, content: made.hosts, takesEffect: 'SIGHUP' },
          { path: paths.customHosts, content: made.customHosts, takesEffect: 'SIGHUP' },
        ],
        check: {
          path: paths.config,
          args: (candidate) => ['--test', `--conf-file=${candidate}`],
        },
        // It says so after its sockets are bound.
        ready: /^dnsmasq\[\d+\]: started, version/,
      };
      return spec;
    },
  };
}

function blocked(reason: string): Blocked {
  return { blocked: reason.trim() };
}

/** dnsmasq ends at once where its TFTP root is missing; before the first publication it is empty. */
function prepareFolders(): void {
  for (const folder of ['run', 'publications', 'publications/none']) {
    mkdirSync(dataPath(folder), { recursive: true });
    chmodSync(dataPath(folder), 0o755);
  }
  try {
    statSync(dataPath('tftp'));
  } catch {
    try {
      symlinkSync('publications/none', dataPath('tftp'));
    } catch {
      // The publisher has just put its own there.
    }
  }
}
