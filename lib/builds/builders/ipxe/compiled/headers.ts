/**
 * The options as iPXE's own configuration headers (`config/local/*.h`). Only
 * words from the lists below, numbers and a banner of harmless characters
 * get into C; all of them have been parsed by the schema, and are once more
 * held to it here, where a mistake would become code.
 */
import type { IpxeCommand, IpxeOptions } from '../schema';

/** What of the options is compiled into the base that builds share; the rest differs from build to build. */
export type BaseOptions = Pick<
  IpxeOptions,
  'https' | 'ipv6' | 'serial' | 'framebuffer' | 'syslog' | 'commands' | 'banner' | 'debug'
>;

/** In one form for one meaning: the order of commands and objects does not matter. */
export function baseOptions(options: IpxeOptions): BaseOptions {
  const { https, ipv6, serial, framebuffer, syslog, banner } = options;
  return {
    https,
    ipv6,
    serial,
    framebuffer,
    syslog,
    commands: [...new Set(options.commands)].sort(),
    banner,
    debug: [...new Set(options.debug)].sort(),
  };
}

/** iPXE's name for each command in config/general.h. */
const symbols: Record<IpxeCommand, string> = {
  console: 'CONSOLE_CMD',
  nslookup: 'NSLOOKUP_CMD',
  ping: 'PING_CMD',
  ntp: 'NTP_CMD',
  poweroff: 'POWEROFF_CMD',
  pci: 'PCI_CMD',
  param: 'PARAM_CMD',
  time: 'TIME_CMD',
  digest: 'DIGEST_CMD',
  lotest: 'LOTEST_CMD',
  vlan: 'VLAN_CMD',
  reboot: 'REBOOT_CMD',
  imgtrust: 'IMAGE_TRUST_CMD',
  cert: 'CERT_CMD',
  neighbour: 'NEIGHBOUR_CMD',
  ipstat: 'IPSTAT_CMD',
  profile: 'PROFSTAT_CMD',
  'image-mem': 'IMAGE_MEM_CMD',
};

/** Name of each header below `config/local` to its text. */
export function localHeaders(options: BaseOptions): Record<string, string> {
  const commands = new Set(options.commands);
  // A picture on the screen is set by this command.
  if (options.framebuffer) commands.add('console');
  return {
    'general.h': lines([
      choice('DOWNLOAD_PROTO_HTTPS', options.https),
      choice('NET_PROTO_IPV6', options.ipv6),
      ...[...commands].sort().map((command) => choice(symbols[command], true)),
    ]),
    'console.h': lines([
      choice('CONSOLE_SERIAL', options.serial !== null),
      choice('CONSOLE_FRAMEBUFFER', options.framebuffer),
      choice('CONSOLE_SYSLOG', options.syslog),
      // Encrypted syslog brings TLS with it, so it goes where HTTPS goes.
      ...(options.syslog && options.https ? [] : [choice('CONSOLE_SYSLOGS', false)]),
    ]),
    'serial.h':
      options.serial === null
        ? ''
        : // SERIAL_FIXED: the firmware's own table must not change the speed.
          lines([
            value('COMCONSOLE', 'COM1'),
            value('COMSPEED', String(options.serial)),
            choice('SERIAL_SPCR', false),
            choice('SERIAL_FIXED', true),
          ]),
    'branding.h':
      options.banner === null ? '' : lines([value('PRODUCT_NAME', quoted(options.banner))]),
  };
}

/** Objects that tell what they do, by name, with how much (1 to 7). */
export function debugLevels({ debug }: Pick<BaseOptions, 'debug'>): Map<string, number> {
  return new Map(
    debug.map((text) => {
      const [, name, level] = /^([a-z0-9_]{1,40})(?::([1-7]))?$/.exec(text) ?? [];
      if (name === undefined) throw new Error(`${text} is no object's name.`);
      return [name, Number(level ?? 1)];
    }),
  );
}

function lines(parts: string[]): string {
  return `${parts.join('\n')}\n`;
}

function choice(symbol: string, on: boolean): string {
  return on ? `#undef ${symbol}\n#define ${symbol}` : `#undef ${symbol}`;
}

function value(symbol: string, text: string): string {
  return `#undef ${symbol}\n#define ${symbol} ${text}`;
}

function quoted(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._()/-]*$/.test(text)) {
    throw new Error('The banner holds characters that do not go into C.');
  }
  return `"${text}"`;
}
