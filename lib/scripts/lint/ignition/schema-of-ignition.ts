/** What Ignition takes, spec 3.0 to 3.5, as JSON Schema; `since` says which came later than 3.0. */
import type { Shape } from '../values/shape';

const text: Shape = { type: 'string' };
const maybe: Shape = { type: ['string', 'null'] };
const flag: Shape = { type: ['boolean', 'null'] };
const whole: Shape = { type: ['integer', 'null'] };
const texts: Shape = { type: 'array', items: text };

function map(properties: Record<string, Shape>, required: string[] = []): Shape {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: Shape): Shape {
  return { type: 'array', items };
}

const resource = map({
  source: maybe,
  compression: { type: ['string', 'null'], enum: ['', 'gzip', null] },
  httpHeaders: list(map({ name: text, value: maybe }, ['name'])),
  verification: map({ hash: maybe }),
});

const owner = map({ id: whole, name: maybe });
const mode: Shape = { type: ['integer', 'null'], minimum: 0, maximum: 4095 };
const node = { path: text, overwrite: flag, user: owner, group: owner };

const filesystem = map(
  {
    device: text,
    format: {
      type: ['string', 'null'],
      enum: ['ext4', 'btrfs', 'xfs', 'vfat', 'swap', 'none', '', null],
    },
    path: maybe,
    wipeFilesystem: flag,
    label: maybe,
    uuid: maybe,
    options: texts,
    mountOptions: texts,
  },
  ['device'],
);

const luks = map(
  {
    name: text,
    device: maybe,
    keyFile: resource,
    label: maybe,
    uuid: maybe,
    options: texts,
    openOptions: texts,
    discard: flag,
    wipeVolume: flag,
    clevis: map({
      tang: list(map({ url: text, thumbprint: maybe, advertisement: maybe }, ['url'])),
      tpm2: flag,
      threshold: whole,
      custom: map({ pin: maybe, config: maybe, needsNetwork: flag }),
    }),
    cex: map({ enabled: flag }),
  },
  ['name'],
);

const partition = map({
  label: maybe,
  number: { type: 'integer', minimum: 0 },
  sizeMiB: whole,
  startMiB: whole,
  typeGuid: maybe,
  guid: maybe,
  shouldExist: flag,
  resize: flag,
  wipePartitionEntry: flag,
});

export const ignitionShape: Shape = map(
  {
    ignition: map(
      {
        version: text,
        config: map({ merge: list(resource), replace: resource }),
        timeouts: map({ httpResponseHeaders: whole, httpTotal: whole }),
        security: map({ tls: map({ certificateAuthorities: list(resource) }) }),
        proxy: map({ httpProxy: maybe, httpsProxy: maybe, noProxy: list(maybe) }),
      },
      ['version'],
    ),
    kernelArguments: map({ shouldExist: texts, shouldNotExist: texts }),
    passwd: map({
      users: list(
        map(
          {
            name: text,
            passwordHash: maybe,
            sshAuthorizedKeys: texts,
            uid: whole,
            gecos: maybe,
            homeDir: maybe,
            noCreateHome: flag,
            primaryGroup: maybe,
            groups: texts,
            noUserGroup: flag,
            noLogInit: flag,
            shell: maybe,
            shouldExist: flag,
            system: flag,
          },
          ['name'],
        ),
      ),
      groups: list(
        map({ name: text, gid: whole, passwordHash: maybe, shouldExist: flag, system: flag }, [
          'name',
        ]),
      ),
    }),
    storage: map({
      disks: list(map({ device: text, wipeTable: flag, partitions: list(partition) }, ['device'])),
      raid: list(
        map({ name: text, level: maybe, devices: texts, spares: whole, options: texts }, ['name']),
      ),
      filesystems: list(filesystem),
      files: list(map({ ...node, contents: resource, append: list(resource), mode }, ['path'])),
      directories: list(map({ ...node, mode }, ['path'])),
      links: list(map({ ...node, target: maybe, hard: flag }, ['path'])),
      luks: list(luks),
    }),
    systemd: map({
      units: list(
        map(
          {
            name: text,
            enabled: flag,
            mask: flag,
            contents: maybe,
            dropins: list(map({ name: text, contents: maybe }, ['name'])),
          },
          ['name'],
        ),
      ),
    }),
  },
  ['ignition'],
);

/** Minor versions of spec 3 by the paths that they brought. */
export const since: { path: string[]; minor: number }[] = [
  { path: ['ignition', 'proxy'], minor: 1 },
  { path: ['storage', 'luks'], minor: 2 },
  { path: ['kernelArguments'], minor: 3 },
];

/** What spec 2 had and spec 3 has elsewhere. */
export const older: Record<string, string> = {
  networkd: 'Spec 3 has no networkd; write the files by storage.files.',
  append: 'Spec 3 calls it merge.',
  filesystem: 'Spec 3 has no filesystem here: the path is enough.',
  enable: 'Spec 3 calls it enabled.',
  create: 'Spec 3 has no create; its entries are beside it.',
};
