import { expect, test } from 'vitest';
import { installPlanOf } from '@/e2e/fixtures/install-plan';
import type { PinnedScript } from './schema';
import { type HostFacts, pinnedFacts, templateVariables } from './variables';

const host: HostFacts = {
  name: 'node-17',
  macs: ['52:54:00:77:00:11', '52:54:00:77:00:12'],
  address: '10.77.0.117',
  uuid: null,
  serial: 'B7Q3J32',
  // What a BIOS's iPXE says of itself.
  arch: 'i386',
  firmware: 'uefi',
  labels: { rack: 'a4' },
};
const script = (id: string): PinnedScript => ({
  id,
  revision: 3,
  title: `Script ${id}`,
  template: true,
  dialect: null,
  includes: {},
  secrets: [],
});
const plan = installPlanOf({
  profile: { id: 'p', name: 'Fedora', parameters: { version: '41', role: 'any' } },
  parameters: { version: '41', role: 'worker' },
  subScript: script('s'),
  kickstart: script('k'),
  preScripts: [script('a'), script('b')],
  postScripts: [script('c')],
  sshKeys: ['ssh-ed25519 AAAA ann'],
  links: { Menu: '/api/pxeboot/subscripts/m', 'Script k': '/api/pxeboot/kickstarts/k' },
});

test('of an install: its own URLs by its token, the others by their ids', () => {
  const installPath = '/api/pxeboot/installs/T';
  const secrets = { root: 'x' };
  const base = 'http://10.77.0.1:3000';
  expect(templateVariables({ host, plan, base, installPath, secrets })).toEqual({
    host: {
      name: 'node-17',
      mac: '52:54:00:77:00:11',
      macs: ['52:54:00:77:00:11', '52:54:00:77:00:12'],
      ip: '10.77.0.117',
      uuid: null,
      serial: 'B7Q3J32',
      arch: 'x86_64',
      firmware: 'uefi',
      labels: { rack: 'a4' },
      params: { version: '41', role: 'worker' },
    },
    profile: { name: 'Fedora', params: { version: '41', role: 'any' } },
    urls: {
      base,
      boot: 'http://10.77.0.1:3000/api/pxeboot/boot',
      install: 'http://10.77.0.1:3000/api/pxeboot/installs/T',
      kickstart: 'http://10.77.0.1:3000/api/pxeboot/installs/T/kickstart',
      events: 'http://10.77.0.1:3000/api/pxeboot/installs/T/events',
      authorized_keys: 'http://10.77.0.1:3000/api/pxeboot/installs/T/authorized_keys',
      node: 'http://10.77.0.1:3000/api/pxeboot/installs/T/node',
      mirror: 'http://10.77.0.1:3000/mirrors',
      scripts: {
        Menu: 'http://10.77.0.1:3000/api/pxeboot/subscripts/m?mac=52:54:00:77:00:11',
        'Script a': 'http://10.77.0.1:3000/api/pxeboot/installs/T/preinstallscripts/a',
        'Script b': 'http://10.77.0.1:3000/api/pxeboot/installs/T/preinstallscripts/b',
        'Script c': 'http://10.77.0.1:3000/api/pxeboot/installs/T/postinstallscripts/c',
        'Script k': 'http://10.77.0.1:3000/api/pxeboot/installs/T/kickstart',
        'Script s': 'http://10.77.0.1:3000/api/pxeboot/installs/T/script',
      },
      pre: [
        {
          title: 'Script a',
          url: 'http://10.77.0.1:3000/api/pxeboot/installs/T/preinstallscripts/a',
        },
        {
          title: 'Script b',
          url: 'http://10.77.0.1:3000/api/pxeboot/installs/T/preinstallscripts/b',
        },
      ],
      post: [
        {
          title: 'Script c',
          url: 'http://10.77.0.1:3000/api/pxeboot/installs/T/postinstallscripts/c',
        },
      ],
    },
    ssh_keys: ['ssh-ed25519 AAAA ann'],
    secrets: { root: 'x' },
  });
});

test('without an install nothing of one is known, and scripts are named for the host', () => {
  const { urls } = templateVariables({
    host,
    plan,
    base: 'http://b',
    installPath: null,
    secrets: {},
  });
  expect(urls).toMatchObject({
    install: null,
    events: null,
    authorized_keys: null,
    node: null,
    kickstart: 'http://b/api/pxeboot/kickstarts/k?mac=52:54:00:77:00:11',
    scripts: { Menu: 'http://b/api/pxeboot/subscripts/m?mac=52:54:00:77:00:11' },
  });
});

test('a machine that is no host has no name, and no MAC where it told none', () => {
  const stranger = { ...host, name: null, macs: [] };
  const given = { host: stranger, plan: { ...plan, profile: null }, base: 'http://b' };
  const variables = templateVariables({ ...given, installPath: null, secrets: {} });
  expect(variables.host).toMatchObject({ name: null, mac: null, macs: [] });
  expect(variables.profile).toEqual({ name: null, params: {} });
  expect(variables.urls.scripts).toMatchObject({ Menu: 'http://b/api/pxeboot/subscripts/m' });
});

test('what people wrote is as it was pinned, what the machine tells is as it is', () => {
  const pinned = { name: 'old', macs: ['52:54:00:77:00:99'], address: null, labels: {} };
  expect(pinnedFacts({ live: host, pinned })).toEqual({ ...host, ...pinned });
  expect(pinnedFacts({ live: host, pinned: null })).toEqual(host);
});
