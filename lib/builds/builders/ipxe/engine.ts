/**
 * Which engine makes an iPXE binary or a medium, and why. Pure and
 * browser-safe: the page asks it while a person chooses, the schema to refuse
 * what cannot be, and the builder with what the binaries at hand really hold.
 */
import type { IsoSpec } from '../iso/schema';
import type { IpxeCommand, IpxeOptions, IpxeSpec } from './schema';
import { isMedium, prebuiltLoader } from './target';

/** What prebuilt binaries can do, of that which a spec may ask for. */
export interface PrebuiltAbilities {
  https: boolean;
  ipv6: boolean;
  framebuffer: boolean;
  syslog: boolean;
  /** Of `ipxeCommands`, those that they have. */
  commands: readonly IpxeCommand[];
}

/**
 * What can be counted on without having looked: the package of Debian 13
 * (1.21.1 of May 2025). A test holds it against what was measured.
 */
export const usualPrebuilt: PrebuiltAbilities = {
  https: true,
  ipv6: true,
  framebuffer: true,
  syslog: false,
  commands: ['cert', 'console', 'ping', 'poweroff', 'reboot', 'vlan'],
};

/** The command that iPXE has at its prompt for each option of its configuration. */
export const commandNames: Record<IpxeCommand, string> = {
  console: 'console',
  nslookup: 'nslookup',
  ping: 'ping',
  ntp: 'ntp',
  poweroff: 'poweroff',
  pci: 'pciscan',
  param: 'param',
  time: 'time',
  digest: 'sha1sum',
  lotest: 'lotest',
  vlan: 'vcreate',
  reboot: 'reboot',
  imgtrust: 'imgtrust',
  cert: 'certstat',
  neighbour: 'nstat',
  ipstat: 'ipstat',
  profile: 'profstat',
  'image-mem': 'imgmem',
};

/** Something that no prebuilt binary has. */
export interface CompilerNeed {
  /** The field of the spec that asks for it, such as `options.trust`. */
  field: string;
  /** A sentence. */
  reason: string;
}

export interface EngineChoice {
  engine: 'prebuilt' | 'compiled';
  /** Why the compiler is needed; empty where it is not. */
  reasons: string[];
}

/** The engine for a spec: the one it names, or with `auto` the prebuilt one where that will do. */
export function engineFor(
  spec: IpxeSpec | IsoSpec,
  prebuilt: PrebuiltAbilities = usualPrebuilt,
): EngineChoice {
  const reasons = compilerNeeds(spec, prebuilt).map((need) => need.reason);
  if (spec.engine !== 'auto') return { engine: spec.engine, reasons };
  return { engine: reasons.length > 0 ? 'compiled' : 'prebuilt', reasons };
}

/** All that a spec asks for and prebuilt binaries have not. */
export function compilerNeeds(
  spec: IpxeSpec | IsoSpec,
  prebuilt: PrebuiltAbilities = usualPrebuilt,
): CompilerNeed[] {
  return [
    ...('platform' in spec ? targetNeeds(spec) : []),
    ...optionNeeds({ options: spec.options, prebuilt }),
  ];
}

function targetNeeds(spec: IpxeSpec): CompilerNeed[] {
  const needs: CompilerNeed[] = [];
  if (prebuiltLoader(spec) === null) needs.push(notPrebuilt(spec));
  if (spec.selfContained && !isMedium(spec)) {
    needs.push({
      field: 'selfContained',
      reason: 'Only the compiler puts the script into the file itself.',
    });
  }
  return needs;
}

function notPrebuilt({ platform, driver, extension }: IpxeSpec): CompilerNeed {
  if (platform === 'bin-i386-efi') {
    return { field: 'platform', reason: 'There is no prebuilt iPXE for 32-bit UEFI.' };
  }
  if (platform === 'bin-arm64-efi') {
    return { field: 'driver', reason: 'For 64-bit ARM only the driver "ipxe" comes prebuilt.' };
  }
  if (driver === 'snponly') {
    return {
      field: 'driver',
      reason:
        'The prebuilt snponly.efi uses only the card that it was loaded by, and a medium has none.',
    };
  }
  return {
    field: 'extension',
    reason: `There is no prebuilt ${driver}.${extension}; ipxe.pxe and undionly.kpxe there are.`,
  };
}

function optionNeeds({
  options,
  prebuilt,
}: {
  options: IpxeOptions;
  prebuilt: PrebuiltAbilities;
}): CompilerNeed[] {
  const needs: CompilerNeed[] = [];
  const say = (option: keyof IpxeOptions, reason: string) =>
    needs.push({ field: `options.${option}`, reason });
  if (options.https !== prebuilt.https) say('https', present('HTTPS', prebuilt.https));
  if (options.ipv6 !== prebuilt.ipv6) say('ipv6', present('IPv6', prebuilt.ipv6));
  if (options.trust !== null) {
    say('trust', 'Authorities to believe are compiled in; prebuilt binaries know only iPXE’s own.');
  }
  if (options.clientCertificate !== null) {
    say('clientCertificate', 'A client certificate and its key are compiled in.');
  }
  if (options.serial !== null) {
    say('serial', 'Prebuilt binaries have no serial console of their own.');
  }
  if (options.framebuffer && !prebuilt.framebuffer) {
    say('framebuffer', present('the framebuffer console', false));
  }
  if (options.syslog && !prebuilt.syslog) say('syslog', present('the syslog console', false));
  const missing = options.commands.filter((command) => !prebuilt.commands.includes(command));
  if (missing.length > 0) {
    say('commands', `Prebuilt binaries do not have ${missing.join(', ')}.`);
  }
  if (options.banner !== null) say('banner', 'A banner of one’s own is compiled in.');
  if (options.debug.length > 0) say('debug', 'Debug messages are compiled in.');
  return needs;
}

function present(what: string, there: boolean): string {
  return there ? `Prebuilt binaries always have ${what}.` : `Prebuilt binaries lack ${what}.`;
}
