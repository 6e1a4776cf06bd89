/**
 * pykickstart, the installer's own reader of kickstarts, decides: what we
 * call broken it refuses, in the same line, and what we call whole it takes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { checkKickstart } from './check';
import { commands, sections } from './facts';
import facts from './facts.json';
import { statedRelease } from './releases';

const version = facts.source.replace('pykickstart ', '');
const folder = path.resolve(`node_modules/.cache/pykickstart-${version}`);

interface Asked {
  release: string;
  text: string;
}
type Verdict = { line: number | null; message: string } | null;

/** Why pykickstart is not here, or null where it is. */
let missing: string | null = null;

function python(args: string[], input?: string) {
  const env = { ...process.env, PYTHONPATH: folder };
  return spawnSync('python3', args, { input, encoding: 'utf8', env, maxBuffer: 1e9 });
}

beforeAll(() => {
  if (existsSync(path.join(folder, 'pykickstart'))) return;
  const wanted = ['install', '--quiet', '--target', folder, `pykickstart==${version}`];
  const own = python(['-m', 'pip', ...wanted]);
  if (own.status === 0) return;
  // Debian's python3 has no pip of its own; an environment has.
  const room = `${folder}-environment`;
  const made = python(['-m', 'venv', room]);
  const fetched =
    made.status === 0 ? spawnSync(path.join(room, 'bin/pip'), wanted, { encoding: 'utf8' }) : made;
  if (fetched.status !== 0) {
    missing = `pykickstart could not be installed: ${own.stderr || own.error?.message} ${fetched.stderr}`;
  }
});

function verdicts(asked: Asked[]): Verdict[] {
  const program = path.join(import.meta.dirname, 'verdicts.py');
  const { status, stdout, stderr } = python([program], JSON.stringify(asked));
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function firstError(text: string) {
  const errors = checkKickstart({ text, template: false })
    .filter(({ severity }) => severity === 'error')
    .sort((left, right) => left.line - right.line);
  return errors[0] ?? null;
}

const corpus = globSync(path.join(import.meta.dirname, 'corpus/*.ks')).sort();

test('it agrees with us on every kickstart of the corpus', () => {
  if (missing) throw new Error(missing);
  const texts = corpus.map((file) => readFileSync(file, 'utf8'));
  const told = verdicts(
    texts.map((text) => {
      const stated = statedRelease(text) ?? { product: 'R', number: 9 };
      const product = stated.product === 'R' ? 'RHEL' : 'F';
      return { release: `${product}${stated.number}`, text };
    }),
  );
  const disagreements = texts.flatMap((text, index) => {
    const ours = firstError(text);
    const theirs = told[index] ?? null;
    // Of an end that is missing it tells the last line, we the first; of some it tells no line.
    const anywhere = ours?.rule === 'kickstart/section-unterminated' || theirs?.line === null;
    const agreed =
      (ours === null) === (theirs === null) && (anywhere || ours?.line === theirs?.line);
    return agreed ? [] : [{ file: path.basename(corpus[index] ?? ''), ours, theirs }];
  });
  expect(disagreements).toEqual([]);
  expect(told.filter((one) => one !== null).length).toBeGreaterThanOrEqual(6);
});

/** A command with all that it must have; the name alone where nothing is needed. */
const whole: Record<string, string> = {
  bootc: 'bootc --source-imgref=x',
  btrfs: 'btrfs / btrfs.01',
  device: 'device e1000',
  dmraid: 'dmraid --name=x --dev=y',
  driverdisk: 'driverdisk sda1',
  eula: 'eula --agreed',
  fcoe: 'fcoe --nic=eth0',
  group: 'group --name=x',
  harddrive: 'harddrive --partition=sda1 --dir=/',
  ignoredisk: 'ignoredisk --drives=sda',
  iscsi: 'iscsi --ipaddr=10.0.0.1',
  iscsiname: 'iscsiname iqn.x',
  keyboard: 'keyboard us',
  lang: 'lang en_US.UTF-8',
  liveimg: 'liveimg --url=http://x/',
  logvol: 'logvol / --vgname=vg --name=root --size=1',
  module: 'module --name=x',
  mount: 'mount /dev/sda1 /',
  multipath: 'multipath --name=x --device=y --rule=z',
  nfs: 'nfs --server=x --dir=/',
  nvdimm: 'nvdimm use --namespace=x',
  ostreecontainer: 'ostreecontainer --url=x',
  ostreesetup: 'ostreesetup --osname=x --url=http://x --ref=x --remote=x',
  part: 'part / --size=1',
  partition: 'partition / --size=1',
  raid: 'raid / --device=md0 --level=1 raid.01 raid.02',
  realm: 'realm join x',
  repo: 'repo --name=x --baseurl=http://x/',
  rhsm: 'rhsm --organization=x --activation-key=y',
  rootpw: 'rootpw secret',
  services: 'services --enabled=sshd',
  snapshot: 'snapshot vg/root --name=s --when=post-install',
  sshkey: 'sshkey --username=root "ssh-ed25519 AAAA x"',
  sshpw: 'sshpw --username=root secret',
  stratisfs: 'stratisfs / --name=a --poolname=p --size=1',
  stratispool: 'stratispool p sda',
  timesource: 'timesource --ntp-server=x',
  timezone: 'timezone UTC',
  updates: 'updates http://x',
  url: 'url --url=http://x/',
  user: 'user --name=x',
  volgroup: 'volgroup vg pv.01',
  zfcp: 'zfcp --devnum=1 --wwpn=2 --fcplun=3',
};

/** It takes an unknown option of these for the name of a device. */
const swallows = ['volgroup', 'stratispool'];

/** Every command and section, whole, bare, with too much, and with each option that there is. */
function everyFact(): string[] {
  const ofCommands = [...commands].flatMap(([name, { options }]) => {
    const line = whole[name] ?? name;
    const valued = [...options.values()].flatMap(({ name: option, value, choices }) => {
      const good = {
        flag: '',
        int: '=3',
        bool: '=yes',
        text: '=x',
        list: '=x,y',
        choice: `=${choices[0]}`,
      };
      return [
        `${line} ${option}${good[value]}`,
        `${name} ${option}${good[value]}`,
        `${line} ${option}`,
        `${line} ${option}=zz`,
        line
          .split(' ')
          .filter((word) => !word.startsWith(option))
          .join(' '),
      ];
    });
    const unknown = swallows.includes(name) ? [] : [`${line} --bogus`];
    return [line, name, ...unknown, `${line} one`, ...valued];
  });
  const ofSections = [...sections].flatMap(([name, { options }]) => [
    `${name} --bogus\nx\n%end`,
    `${name}\nx`,
    ...[...options.values()].map(({ name: option, value }) => {
      const good = value === 'flag' ? '' : value === 'int' ? '=3' : '=x';
      return `${name} ${option}${good}\nx\n%end`;
    }),
  ]);
  const more = [
    '%bogus\n%end',
    '%end',
    '%include',
    '%include /x',
    '%ksappend http://x',
    "lang 'en",
  ];
  const together = [
    'autopart\npart / --size=1',
    'mount /dev/sda /\nlogvol / --vgname=a --name=b --size=1',
  ];
  return [...ofCommands, ...ofSections, ...more, ...together];
}

test.for(['RHEL7', 'RHEL8', 'RHEL9', 'RHEL10', 'F40', 'F46'])(
  'it agrees with us on every command and option in %s',
  (release) => {
    if (missing) throw new Error(missing);
    const lines = everyFact();
    const asked = lines.map((line) => ({ release, text: `#version=${release}\n${line}\n` }));
    const told = verdicts(asked);
    const disagreements = asked.flatMap(({ text }, index) => {
      const ours = firstError(text)?.message ?? null;
      const theirs = told[index]?.message ?? null;
      return (ours === null) === (theirs === null) ? [] : [{ line: lines[index], ours, theirs }];
    });
    expect(disagreements).toEqual([]);
    expect(lines.length).toBeGreaterThan(1_000);
  },
);
