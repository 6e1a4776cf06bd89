import { expect, test } from 'vitest';
import { ipxeCommands, ipxeOptions } from '../schema';
import { baseOptions, debugLevels, localHeaders } from './headers';

const headersOf = (options: object) => localHeaders(baseOptions(ipxeOptions.parse(options)));

test('the default options, as whole headers', () => {
  expect(headersOf({})).toEqual({
    'general.h': `#undef DOWNLOAD_PROTO_HTTPS
#define DOWNLOAD_PROTO_HTTPS
#undef NET_PROTO_IPV6
#define NET_PROTO_IPV6
`,
    'console.h': `#undef CONSOLE_SERIAL
#undef CONSOLE_FRAMEBUFFER
#undef CONSOLE_SYSLOG
#undef CONSOLE_SYSLOGS
`,
    'serial.h': '',
    'branding.h': '',
  });
});

test('everything else, as whole headers', () => {
  const options = {
    https: false,
    ipv6: false,
    serial: 9600,
    framebuffer: true,
    syslog: false,
    commands: ['ping', 'image-mem', 'imgtrust', 'ping'],
    banner: 'Rack 7 (north)',
  };
  expect(headersOf(options)).toEqual({
    'general.h': `#undef DOWNLOAD_PROTO_HTTPS
#undef NET_PROTO_IPV6
#undef CONSOLE_CMD
#define CONSOLE_CMD
#undef IMAGE_MEM_CMD
#define IMAGE_MEM_CMD
#undef IMAGE_TRUST_CMD
#define IMAGE_TRUST_CMD
#undef PING_CMD
#define PING_CMD
`,
    'console.h': `#undef CONSOLE_SERIAL
#define CONSOLE_SERIAL
#undef CONSOLE_FRAMEBUFFER
#define CONSOLE_FRAMEBUFFER
#undef CONSOLE_SYSLOG
#undef CONSOLE_SYSLOGS
`,
    'serial.h': `#undef COMCONSOLE
#define COMCONSOLE COM1
#undef COMSPEED
#define COMSPEED 9600
#undef SERIAL_SPCR
#undef SERIAL_FIXED
#define SERIAL_FIXED
`,
    'branding.h': `#undef PRODUCT_NAME
#define PRODUCT_NAME "Rack 7 (north)"
`,
  });
});

test('every command of the schema has a name in C', () => {
  const { 'general.h': text } = headersOf({ commands: [...ipxeCommands] });
  expect(text).not.toContain('undefined');
  expect(text?.match(/^#define \w+_CMD$/gm)).toHaveLength(ipxeCommands.length);
});

test.each(['a"b', 'a\\b', 'a\nb', 'a??/b', '$(id)', '-a', 'ä', ''])(
  'a banner of %j gets neither through the schema nor into C',
  (banner) => {
    expect(ipxeOptions.safeParse({ banner }).success).toBe(false);
    const forged = { ...baseOptions(ipxeOptions.parse({})), banner };
    expect(() => localHeaders(forged)).toThrow('do not go into C');
  },
);

test('the order of commands and objects makes no other base', () => {
  const one = ipxeOptions.parse({ commands: ['ping', 'ntp'], debug: ['tls', 'dhcp:3'] });
  const other = ipxeOptions.parse({ commands: ['ntp', 'ping', 'ntp'], debug: ['dhcp:3', 'tls'] });
  expect(baseOptions(one)).toEqual(baseOptions(other));
});

test('script, certificates and key are no part of a base', () => {
  expect(Object.keys(baseOptions(ipxeOptions.parse({}))).sort()).toEqual([
    'banner',
    'commands',
    'debug',
    'framebuffer',
    'https',
    'ipv6',
    'serial',
    'syslog',
  ]);
});

test('objects that tell what they do, and how much', () => {
  expect([...debugLevels({ debug: ['tls', 'dhcp:3'] })]).toEqual([
    ['tls', 1],
    ['dhcp', 3],
  ]);
  expect(() => debugLevels({ debug: ['tls;id'] })).toThrow("no object's name");
});
