/** Variables of a host that does not exist, to check templates with where there is none. */
import type { Variables } from './schema';
import { anyName } from './scope';

const base = 'http://10.77.0.1:3000';
const install = `${base}/api/pxeboot/installs/EXAMPLE`;

/**
 * Plausible values for every variable. Labels, parameters, secrets and titles
 * of scripts, whose names people choose, have whatever name is asked for.
 */
export function exampleVariables(): Variables {
  return {
    host: {
      name: 'node-17',
      mac: '52:54:00:77:00:11',
      macs: ['52:54:00:77:00:11', '52:54:00:77:00:12'],
      ip: '10.77.0.117',
      uuid: '4c4c4544-0037-4410-8051-b4c04f4a3332',
      serial: 'B7Q3J32',
      arch: 'x86_64',
      firmware: 'uefi',
      labels: anyName('example'),
      params: anyName('example'),
    },
    profile: { name: 'Example', params: anyName('example') },
    urls: {
      base,
      boot: `${base}/api/pxeboot/boot`,
      install,
      kickstart: `${install}/kickstart`,
      events: `${install}/events`,
      authorized_keys: `${install}/authorized_keys`,
      node: `${install}/node`,
      mirror: `${base}/mirrors`,
      scripts: anyName(`${install}/scripts/1`),
      pre: [{ title: 'First', url: `${install}/preinstallscripts/1` }],
      post: [{ title: 'Last', url: `${install}/postinstallscripts/1` }],
    },
    ssh_keys: [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExample ann@example',
    ],
    secrets: anyName('example-secret'),
  };
}
