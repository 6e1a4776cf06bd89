/**
 * What would keep machines from being served, and what to do about each, as
 * findings from facts. Pure: before a start, on demand, and in a preview.
 */
import { portConflicts } from './conflicts';
import { servingAddress } from './interfaces';
import { inSubnet, isIpv4, printSubnet, subnetOf } from './ipv4';
import type { NetworkInterface, NetworkSettings, WorkerFacts } from './schema';
import { settingsProblems } from './settings-problems';

export interface Finding {
  /** Programs test it. */
  code: string;
  /** problem: nothing can be served; warning: somebody may not be; good: looked at, and well. */
  level: 'problem' | 'warning' | 'good';
  title: string;
  /** What to do; null where nothing is to be done. */
  mend: string | null;
}

export interface DoctorFacts {
  settings: NetworkSettings;
  /** The worker that serves; null when none lives. */
  worker: WorkerFacts | null;
  /** As machines would be told it; null when it cannot be derived. */
  publicUrl: string | null;
}

/** Tools by the package that brings them on Debian. */
const packages: Record<string, string> = { dnsmasq: 'dnsmasq-base', ip: 'iproute2' };

/** All findings, the worst first. */
export function examine(facts: DoctorFacts): Finding[] {
  const findings = [...look(facts)];
  const order = { problem: 0, warning: 1, good: 2 };
  return findings.toSorted((a, b) => order[a.level] - order[b.level]);
}

function* look({ settings, worker, publicUrl }: DoctorFacts): Generator<Finding> {
  if (!worker?.alive) {
    yield problem(
      'no-worker',
      'No worker is running: nothing can be served.',
      'Start the product with `npm run up`, or its worker.',
    );
    return;
  }
  yield* tools(worker);
  yield* privileges(settings, worker);
  if (settings.interface === null) {
    yield problem(
      'no-interface',
      'No interface is chosen.',
      'Choose the interface that machines are plugged into.',
    );
    return;
  }
  const iface = worker.interfaces.find((one) => one.name === settings.interface);
  if (!iface) {
    const names = worker.interfaces.map((one) => one.name).join(', ');
    yield problem(
      'interface-missing',
      `There is no interface ${settings.interface} on ${worker.hostname}.`,
      `Choose one of: ${names}.`,
    );
    return;
  }
  yield* state(iface);
  yield* ports(settings, worker, iface);
  yield* addresses(settings, iface);
  yield* reach(publicUrl, iface);
  yield* others(settings, iface, worker);
}

function* tools(worker: WorkerFacts): Generator<Finding> {
  for (const [tool, found] of Object.entries(packages)) {
    if (worker.tools[tool] === null) {
      yield problem(
        `${tool}-missing`,
        `${tool} is not installed on ${worker.hostname}.`,
        `Install it: apt-get install ${found}`,
      );
    }
  }
}

function* privileges(settings: NetworkSettings, worker: WorkerFacts): Generator<Finding> {
  if (settings.dhcp.mode === 'off' && !settings.tftp.enabled && !settings.dns.enabled) return;
  if (worker.tools.dnsmasqPrivileges !== 'none') return;
  const program = worker.tools.dnsmasq ?? '/usr/sbin/dnsmasq';
  yield problem(
    'no-privileges',
    'dnsmasq may not bind its ports: the worker is not root, and the program has no capabilities.',
    `Grant them to the program alone: sudo setcap cap_net_admin,cap_net_raw,cap_net_bind_service+ep ${program}`,
  );
}

function* state(iface: NetworkInterface): Generator<Finding> {
  if (!iface.up) {
    yield problem(
      'interface-down',
      `${iface.name} is down.`,
      `Bring it up: ip link set ${iface.name} up`,
    );
  } else if (!iface.carrier) {
    yield warning(
      'no-carrier',
      `${iface.name} has no carrier: no cable, or nobody at its other end.`,
      'Plug it in; serving begins by itself.',
    );
  }
  if (!servingAddress(iface)) {
    yield problem(
      'interface-without-address',
      `${iface.name} has no IPv4 address.`,
      `Give it one, such as: ip addr add 10.77.0.1/24 dev ${iface.name}`,
    );
  }
}

function* ports(
  settings: NetworkSettings,
  worker: WorkerFacts,
  iface: NetworkInterface,
): Generator<Finding> {
  const conflicts = portConflicts({ settings, iface, ports: worker.ports });
  for (const { what, mend } of conflicts) {
    yield problem('port-held', `${what.charAt(0).toUpperCase()}${what.slice(1)}.`, mend);
  }
  if (conflicts.length === 0)
    yield good('ports-free', 'The ports that are needed are free, or ours.');
}

function* addresses(settings: NetworkSettings, iface: NetworkInterface): Generator<Finding> {
  const own = servingAddress(iface);
  if (!own || settings.dhcp.mode === 'off') return;
  for (const { field, message } of settingsProblems({ settings, own })) {
    yield problem('bad-setting', `${field}: ${message}`, 'Change it in the network settings.');
  }
}

function* reach(publicUrl: string | null, iface: NetworkInterface): Generator<Finding> {
  if (!publicUrl) {
    yield problem(
      'no-public-url',
      'It is not known where machines reach us.',
      'Choose an interface that has an address, or set PUBLIC_URL.',
    );
    return;
  }
  const { hostname } = new URL(publicUrl);
  const own = servingAddress(iface);
  if (!own) return;
  const subnet = subnetOf(own);
  if (/^(localhost|127\.)/.test(hostname)) {
    yield problem(
      'public-url-loopback',
      `${publicUrl} is every machine's own address: none could reach us.`,
      `Set PUBLIC_URL to http://${own.address}:PORT, or unset it.`,
    );
  } else if (isIpv4(hostname) && !inSubnet(hostname, subnet)) {
    yield warning(
      'public-url-elsewhere',
      `${publicUrl} is not on ${iface.name} (${printSubnet(subnet)}): machines need a router to reach it.`,
      `Name a router in the DHCP settings, or set PUBLIC_URL to an address on ${iface.name}.`,
    );
  } else {
    yield good('public-url', `Machines reach us at ${publicUrl}.`);
  }
}

function* others(
  settings: NetworkSettings,
  iface: NetworkInterface,
  worker: WorkerFacts,
): Generator<Finding> {
  const probe = iface.dhcpProbe;
  if (!probe) return;
  if (probe.problem) {
    yield warning(
      'dhcp-not-asked',
      `Other DHCP servers on ${iface.name} could not be looked for: ${probe.problem}`,
      null,
    );
    return;
  }
  const own = new Set(worker.interfaces.flatMap((one) => one.addresses.map((a) => a.address)));
  const foreign = probe.servers.filter(({ server }) => !own.has(server));
  for (const { server, bootFile } of foreign) {
    const also = bootFile ? ` It hands out a boot file too: ${bootFile}.` : '';
    const full = settings.dhcp.mode === 'full';
    yield {
      code: 'other-dhcp-server',
      level: 'warning',
      title: `Another DHCP server answers on ${iface.name}: ${server}.${also}`,
      mend: full
        ? 'Two servers in full mode take turns, and machines boot by luck. Turn one off, or plug machines into a network of their own.'
        : 'Before you turn DHCP on here, turn that one off, or choose an interface of its own for machines.',
    };
  }
  if (foreign.length === 0)
    yield good('no-other-dhcp-server', `No other DHCP server answers on ${iface.name}.`);
}

function problem(code: string, title: string, mend: string): Finding {
  return { code, level: 'problem', title, mend };
}

function warning(code: string, title: string, mend: string | null): Finding {
  return { code, level: 'warning', title, mend };
}

function good(code: string, title: string): Finding {
  return { code, level: 'good', title, mend: null };
}
