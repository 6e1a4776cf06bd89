/** What Ubuntu's installer (subiquity) takes, as JSON Schema: its reference manual of autoinstall. */
import type { Shape } from '../values/shape';

const text: Shape = { type: 'string' };
const flag: Shape = { type: 'boolean' };
const texts: Shape = { type: 'array', items: text };
const command: Shape = { anyOf: [text, texts] };
const commands: Shape = { type: 'array', items: command };

function map(properties: Record<string, Shape>, required: string[] = []): Shape {
  return { type: 'object', properties, required, additionalProperties: false };
}

const keyboard = map({
  layout: text,
  variant: { type: ['string', 'null'] },
  toggle: {
    type: ['string', 'null'],
    enum: [
      null,
      'caps_toggle',
      'toggle',
      'rctrl_toggle',
      'rshift_toggle',
      'rwin_toggle',
      'menu_toggle',
      'alt_shift_toggle',
      'ctrl_shift_toggle',
      'ctrl_alt_toggle',
      'alt_caps_toggle',
      'lctrl_lshift_toggle',
      'lalt_toggle',
      'lctrl_toggle',
      'lshift_toggle',
      'lwin_toggle',
      'sclk_toggle',
    ],
  },
});

const apt: Shape = {
  type: 'object',
  properties: {
    preserve_sources_list: flag,
    primary: { type: 'array' },
    'mirror-selection': map({ primary: { type: 'array' } }),
    geoip: flag,
    sources: { type: 'object' },
    disable_components: texts,
    preferences: { type: 'array' },
    fallback: { type: 'string', enum: ['abort', 'continue-anyway', 'offline-install'] },
    security: { type: 'array' },
  },
};

const storage: Shape = {
  type: 'object',
  properties: {
    version: { type: 'integer' },
    layout: {
      type: 'object',
      properties: {
        name: { type: 'string', enum: ['lvm', 'direct', 'zfs', 'hybrid', 'dd', 'guided'] },
        match: { anyOf: [{ type: 'object' }, { type: 'array' }] },
        mode: { type: 'string', enum: ['reformat_disk', 'use_gap', 'erase_install'] },
        password: text,
        'sizing-policy': { type: 'string', enum: ['scaled', 'all'] },
        'reset-partition': { type: ['boolean', 'string', 'integer'] },
        'reset-partition-only': flag,
        'recovery-key': { type: ['object', 'boolean'] },
        ptable: text,
        'use-passphrase': flag,
      },
    },
    config: { type: 'array', items: { type: 'object', required: ['type', 'id'] } },
    swap: { type: 'object' },
    grub: { type: 'object' },
  },
};

/** The map below `autoinstall:`. */
export const autoinstallShape: Shape = map(
  {
    version: { type: 'integer', minimum: 1, maximum: 1 },
    'interactive-sections': texts,
    'early-commands': commands,
    locale: { type: ['string', 'null'] },
    'refresh-installer': map({ update: flag, channel: text }),
    keyboard,
    source: map({ id: text, search_drivers: flag }),
    network: { type: ['object', 'null'] },
    proxy: { type: ['string', 'null'] },
    apt,
    storage,
    identity: map(
      {
        realname: text,
        username: { type: 'string', pattern: '^[a-z_][a-z0-9_-]*$' },
        hostname: text,
        password: text,
        groups: { anyOf: [{ type: 'array' }, { type: 'object' }] },
      },
      ['username', 'hostname', 'password'],
    ),
    'active-directory': map({ 'admin-name': text, 'domain-name': text }),
    'ubuntu-pro': map({ token: text }),
    'ubuntu-advantage': map({ token: text }),
    ssh: map({ 'install-server': flag, 'authorized-keys': texts, 'allow-pw': flag }),
    codecs: map({ install: flag }),
    drivers: map({ install: flag }),
    oem: map({ install: { type: ['boolean', 'string'], enum: [true, false, 'auto'] } }, [
      'install',
    ]),
    snaps: {
      type: 'array',
      items: map({ name: text, channel: text, classic: flag }, ['name']),
    },
    'debconf-selections': text,
    packages: texts,
    kernel: map({ package: text, flavor: text }),
    'kernel-crash-dumps': map({ enabled: { type: ['boolean', 'null'] } }),
    timezone: text,
    updates: { type: 'string', enum: ['security', 'all'] },
    shutdown: { type: 'string', enum: ['reboot', 'poweroff'] },
    'late-commands': commands,
    'error-commands': commands,
    reporting: { type: 'object', additionalProperties: { type: 'object', required: ['type'] } },
    'user-data': { type: 'object' },
    zdevs: { type: 'array' },
  },
  ['version'],
);
