/** Checks AutoYaST: well-formed XML, and the profile's frame. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unknown } from '../blanks';
import { finding, type Place, placeAt } from '../place';
import type { Finding, Severity } from '../schema';
import { didYouMean } from '../spelling';

const namespace = 'http://www.suse.com/1.0/yast2ns';
const configNamespace = 'http://www.suse.com/1.0/configns';

/** The parts of a profile that YaST's modules read. */
const sections =
  `add-on audit-laf auth-client bootloader ca_mgm configuration_management deploy_image dhcp-server dns-server
fcoe-client files firewall firstboot ftp-server general groups host http-server image iscsi-client iscsi-initiatorname
kdump keyboard language login_settings mail networking nfs nfs_server nis nis_server ntp-client partitioning
partitioning_advanced printer proxy report samba-client scripts security self_update semi-automatic services-manager
signature-handling software sound squid ssh_import support suse_register sysconfig tftp-server timezone upgrade
user_defaults users x11 zfcp dasd classes init configurations rules runlevel cobbler inetd lan`
    .trim()
    .split(/\s+/);

export function checkAutoyast({ text }: { text: string }): Finding[] {
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `autoyast/${rule}`, message, at }));
  const verdict = XMLValidator.validate(text, {
    unpairedTags: [],
    allowBooleanAttributes: false,
  });
  if (verdict !== true) {
    const { msg, line, col = 1 } = verdict.err;
    const message = /[.!?]$/.test(msg) ? msg : `${msg}.`;
    say('error', 'xml', message, { line, column: col, endColumn: col + 1 });
    return findings;
  }
  const root = /<([\w:.-]+)([^>]*)>/.exec(text.replace(/<!--[\s\S]*?-->|<[?!][^>]*>/g, blank));
  if (!root) {
    say('error', 'root', 'There is no element in this text.', { line: 1, column: 1, endColumn: 2 });
    return findings;
  }
  const at = placeAt({ text, offset: root.index, length: (root[1]?.length ?? 0) + 1 });
  if (root[1] !== 'profile') {
    say('error', 'root', `The root is "profile", not "${root[1]}".`, at);
    return findings;
  }
  if (!namesSpace(root[2] ?? '', 'xmlns', namespace)) {
    say('error', 'namespace', `profile needs xmlns="${namespace}".`, at);
  }
  if (/\bconfig:type=/.test(text) && !namesSpace(root[2] ?? '', 'xmlns:config', configNamespace)) {
    say('error', 'namespace', `config:type needs xmlns:config="${configNamespace}".`, at);
  }
  judgeSections({ text, say });
  return findings;
}

function judgeSections(given: {
  text: string;
  say: (severity: Severity, rule: string, message: string, at: Place) => void;
}): void {
  const { text, say } = given;
  const parsed = new XMLParser({ ignoreAttributes: true, processEntities: false }).parse(
    text,
  ) as Record<string, unknown>;
  const profile = parsed.profile;
  const names = profile && typeof profile === 'object' ? Object.keys(profile) : [];
  const placeOf = (name: string) =>
    placeAt({ text, offset: Math.max(text.indexOf(`<${name}`), 0), length: name.length + 1 });
  for (const name of names) {
    if (sections.includes(name) || name.startsWith('#') || name.includes(':')) continue;
    const message = `No module of YaST is known to read "${name}"${didYouMean(name, sections)}`;
    say('warning', 'section', message, placeOf(name));
  }
  const has = (name: string) => names.includes(name);
  const whole = placeOf('profile');
  if (!has('users') && !has('ssh_import') && !text.includes(unknown)) {
    say('warning', 'missing', 'No users: root has no password, and nobody can log in.', whole);
  }
  if (!has('partitioning')) {
    say('info', 'missing', 'No partitioning: the installer takes its own proposal.', whole);
  }
  const password = /<user_password>([^<]*)<\/user_password>/g;
  for (const found of text.matchAll(password)) {
    const value = found[1] ?? '';
    const user = text.slice(text.lastIndexOf('<user', found.index - 1), found.index + 400);
    if (value.includes(unknown) || /^(\$\d|\$y|[!*])/.test(value.trim()) || value.trim() === '')
      continue;
    const encrypted = /<encrypted[^>]*>\s*true/.test(user.split('</user>')[0] ?? '');
    const message = encrypted
      ? 'encrypted is true, and this is no crypted password ($6$…).'
      : 'The password is readable by all who get this text. Crypt it, and set encrypted to true.';
    const at = placeAt({ text, offset: found.index, length: found[0].length });
    say('warning', encrypted ? 'password-not-crypted' : 'password-plain', message, at);
  }
}

function namesSpace(attributes: string, name: string, value: string): boolean {
  const found = new RegExp(`(^|\\s)${name}\\s*=\\s*(["'])(.*?)\\2`).exec(attributes);
  return found?.[3] === value || Boolean(found?.[3]?.includes(unknown));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
