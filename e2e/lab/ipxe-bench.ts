import { Machine } from '@/e2e/lab/machine';
import { type Namespace, wire } from '@/e2e/lab/namespace';

const base = `http://${wire.server}:3000`;
const mac = '52:54:00:77:00:01';

/** Switches on a machine that fetches and runs `master.ipxe`. */
export async function switchOnBench({
  namespace,
  loader,
}: {
  namespace: Namespace;
  /** Path of an `ipxe.lkrn`. */
  loader: string;
}): Promise<Machine> {
  // Without DHCP: the address is given, which saves seconds.
  const line = [
    'set net0/ip 10.77.0.150',
    'set net0/netmask 255.255.255.0',
    'ifopen net0',
    `set base ${base}`,
    `chain ${base}/master.ipxe`,
  ].join(' && ');
  const machine = await Machine.create({
    namespace,
    name: 'bench',
    macs: [mac],
    memory: 512,
    network: 'firmware',
    firmware: 'bios',
    manufacturer: 'Lab',
    kernel: { path: loader, line },
  });
  await machine.powerOn();
  return machine;
}

/**
 * The script that runs `scripts/NAME.ipxe` for each name, between marks.
 * What iPXE does not take for a script is only listed: by BIOS it would be
 * started as a boot program, and that is the end.
 */
export function masterScript(cases: { name: string; runs: boolean }[]): string {
  const parts = cases.map(({ name, runs }) =>
    [
      `echo`,
      `echo BEGIN ${name}`,
      'ifopen net0 ||',
      'imgfree ||',
      // No answer file and no setting of one script reaches the next.
      ...['a', 'name', 'title', 'tries', 'options'].map((setting) => `clear ${setting} ||`),
      'set hostname node-17',
      `imgfetch --name case ${base}/scripts/${name}.ipxe || echo NOT FETCHED`,
      'imgstat',
      runs ? `imgexec case && echo STATUS 0 || echo STATUS \${errno}` : 'echo STATUS not run',
    ].join('\n'),
  );
  return `#!ipxe\n${parts.join('\n')}\necho ALL DONE\n`;
}

export interface Outcome {
  /** How it ended: 0, the number that "exit" was given, or an error's name. */
  status: string;
  /** What iPXE's parser complained of, each once, in its own words. */
  complaints: string[];
  /** What iPXE takes the text for, such as `script`. */
  type: string;
  /** All that was printed. */
  text: string;
}

/** What iPXE says when it refuses a command or its words. */
const complaint =
  /^(\S+: command not found|Unrecognised option .*|Option .* requires an argument|Option .* takes no argument|".*": invalid .*|Usage:)/;

/** iPXE's first byte of an error, in the order of POSIX' names; the others say where in its source. */
const errors = new Map([
  [0x0b, 'ECANCELED'],
  [0x1c, 'EINVAL'],
  [0x2d, 'ENOENT'],
  [0x2e, 'ENOEXEC'],
  [0x46, 'ERANGE'],
  [0x4c, 'ETIMEDOUT'],
]);

function statusOf(text: string): string {
  const number = Number(text);
  if (!(number > 0xff)) return text;
  return errors.get(Math.floor(number / 2 ** 24)) ?? text;
}

/** Parts the console's text at the marks. */
export function outcomesOf(text: string): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const part of text.split(/^BEGIN /m).slice(1)) {
    const [name = '', ...rows] = part.split('\n');
    const end = rows.findIndex((row) => row.startsWith('STATUS '));
    const own = end < 0 ? rows : rows.slice(0, end);
    const said = own.flatMap((row, index) => {
      const found = complaint.exec(row.trim())?.[0];
      if (!found) return [];
      // The usage itself stands two lines below its heading; the screen breaks it.
      return [found === 'Usage:' ? `Usage: ${(own[index + 2] ?? '').trim().split(' ')[0]}` : found];
    });
    outcomes.set(name.trim(), {
      status: end < 0 ? 'no end' : statusOf((rows[end] ?? '').slice('STATUS '.length).trim()),
      complaints: [...new Set(said)],
      type: /^case : \d+ bytes \[(\w+)\]/m.exec(part)?.[1] ?? 'nothing',
      text: own.join('\n'),
    });
  }
  return outcomes;
}

/** Waits until all is done; types "exit" wherever a script opens a shell. */
export async function waitForAll(machine: Machine, limit: number): Promise<string> {
  const end = Date.now() + limit;
  let from = 0;
  for (;;) {
    const found = await machine.waitForText(/ALL DONE\n|iPXE> /, end - Date.now(), from);
    if (found[0].startsWith('ALL')) return machine.serial.all();
    from = machine.serial.mark();
    machine.serial.type('exit\r');
  }
}
