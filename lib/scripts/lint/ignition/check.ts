/** Checks Ignition's JSON, spec 3.0 to 3.5. */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { readJson } from '../values/json';
import { mismatches } from '../values/shape';
import { type Tree, within } from '../values/tree';
import { ignitionShape, older, since } from './schema-of-ignition';

type Say = (severity: Severity, rule: string, message: string, at: Place) => void;

const newest = 5;

export function checkIgnition({ text }: { text: string }): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (severity, rule, message, at) =>
    findings.push(finding({ severity, rule: `ignition/${rule}`, message, at }));
  if (/^\s*(variant|version)\s*:/m.test(text) && !/^\s*\{/.test(text)) {
    const message =
      'This is Butane (YAML). Machines read Ignition: translate it by the butane program first.';
    say('error', 'butane', message, { line: 1, column: 1, endColumn: 2 });
    return findings;
  }
  const { tree, problem, twice } = readJson(text);
  if (problem) say('error', 'json', problem.message, problem.at);
  for (const { key, at } of twice) say('warning', 'twice', `"${key}" is there already.`, at);
  if (!tree) return findings;
  const version = within(tree, 'ignition', 'version');
  const minor = judgeVersion({ version, say });
  if (minor === 'older') return findings;
  for (const one of mismatches({ tree, shape: ignitionShape, name: '' })) {
    const { kind, at, key = '' } = one;
    const hint = Object.hasOwn(older, key) ? older[key] : undefined;
    const message = hint ? `${one.message} ${hint}` : one.message;
    say(kind === 'unknown' ? 'warning' : 'error', `schema-${kind}`, message, at);
  }
  for (const { path, minor: first } of since) {
    const there = within(tree, ...path);
    if (there && minor !== null && minor < first) {
      const message = `${path.join('.')} came with 3.${first}.0, and the version says 3.${minor}.0.`;
      say('error', 'version', message, there.at);
    }
  }
  judgeFiles({ tree, say });
  judgeUsers({ tree, say });
  judgeUnits({ tree, say });
  return findings;
}

/** The minor version, null where it is not known, 'older' for what is no spec 3. */
function judgeVersion(given: { version: Tree | null; say: Say }): number | null | 'older' {
  const { version, say } = given;
  const value = version?.scalar;
  if (!version || typeof value !== 'string' || isUnknown(value)) return null;
  const found = /^(\d+)\.(\d+)\.(\d+)(-.+)?$/.exec(value);
  if (!found) {
    say('error', 'version', `ignition.version is like 3.4.0, not "${value}".`, version.at);
    return null;
  }
  const [major, minor] = [Number(found[1]), Number(found[2])];
  if (major !== 3) {
    say('error', 'version', 'Fedora CoreOS and Flatcar read spec 3: 3.0.0 to 3.5.0.', version.at);
    return major < 3 ? 'older' : null;
  }
  if (minor > newest || found[3] !== '0') {
    say('error', 'version', `There is no version ${value}: 3.0.0 to 3.${newest}.0.`, version.at);
  } else if (found[4]) {
    say(
      'warning',
      'version',
      'An experimental version is refused by the next release.',
      version.at,
    );
  }
  return minor;
}

function judgeFiles(given: { tree: Tree; say: Say }): void {
  const { tree, say } = given;
  for (const kind of ['files', 'directories', 'links']) {
    for (const item of within(tree, 'storage', kind)?.items ?? []) {
      const path = within(item, 'path');
      const value = path?.scalar;
      if (path && typeof value === 'string' && !isUnknown(value) && !value.startsWith('/')) {
        say('error', 'path', `"${value}" is no whole path.`, path.at);
      }
      judgeMode({ mode: within(item, 'mode'), say });
      if (kind === 'links' && !within(item, 'target')) {
        say('warning', 'link', 'A link without a target.', item.at);
      }
      if (kind === 'files') judgeContents({ file: item, say });
    }
  }
}

/** Octal digits written as a decimal number: 644 is 01204. */
function judgeMode({ mode, say }: { mode: Tree | null; say: Say }): void {
  const value = mode?.scalar;
  if (!mode || typeof value !== 'number' || !/^[0-7]{3,4}$/.test(String(value))) return;
  const meant = Number.parseInt(String(value), 8);
  if (
    ![
      0o400, 0o440, 0o444, 0o500, 0o555, 0o600, 0o640, 0o644, 0o660, 0o664, 0o700, 0o711, 0o750,
      0o755, 0o770, 0o775, 0o777, 0o1777,
    ].includes(meant)
  )
    return;
  const message = `JSON numbers are decimal: ${value} is 0${value.toString(8)}. For 0${value} write ${meant}.`;
  say('warning', 'mode', message, mode.at);
}

function judgeContents({ file, say }: { file: Tree; say: Say }): void {
  const contents = within(file, 'contents');
  const source = within(file, 'contents', 'source');
  if (contents?.entries && !source) {
    say('warning', 'contents', 'contents without a source makes an empty file.', contents.at);
  } else if (!contents && !within(file, 'append')) {
    say('warning', 'contents', 'No contents.source: the file is made, and is empty.', file.at);
  }
  const url = source?.scalar;
  if (!source || typeof url !== 'string' || url === '' || isUnknown(url)) return;
  const scheme = /^([a-z][\w+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  const schemes = ['http', 'https', 'tftp', 's3', 'arn', 'gs', 'data'];
  if (!scheme || !schemes.includes(scheme)) {
    const message = `A source is a URL (${schemes.join(', ')}). Text itself is written as data:,….`;
    say('error', 'source', message, source.at);
  } else if (scheme === 'data' && !url.includes(',')) {
    say('error', 'source', 'A data: URL has a comma before its data.', source.at);
  } else if (scheme === 'data' && /[\s"]/.test(url)) {
    say(
      'warning',
      'source',
      'Spaces and quotes in a data: URL are written as %20 and %22.',
      source.at,
    );
  }
}

function judgeUsers({ tree, say }: { tree: Tree; say: Say }): void {
  for (const user of within(tree, 'passwd', 'users')?.items ?? []) {
    const hash = within(user, 'passwordHash');
    const value = hash?.scalar;
    if (!hash || typeof value !== 'string' || isUnknown(value)) continue;
    if (!/^(\$(2[abxy]|5|6|7|y|gy)\$|[!*]|$)/.test(value)) {
      say('warning', 'password-not-crypted', 'passwordHash is crypted ($6$…, $y$…).', hash.at);
    }
  }
}

function judgeUnits({ tree, say }: { tree: Tree; say: Say }): void {
  const suffix = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;
  for (const unit of within(tree, 'systemd', 'units')?.items ?? []) {
    const name = within(unit, 'name');
    const value = name?.scalar;
    if (!name || typeof value !== 'string' || isUnknown(value)) continue;
    if (!suffix.test(value)) {
      say('error', 'unit', `"${value}" is no unit: a suffix such as .service is missing.`, name.at);
    }
    const contents = within(unit, 'contents')?.scalar;
    const enabled = within(unit, 'enabled');
    if (enabled?.scalar === true && typeof contents === 'string' && !isUnknown(contents)) {
      if (!/^\[Install\]/m.test(contents)) {
        const message = 'Without an [Install] section enabling has no effect.';
        say('warning', 'unit', message, enabled.at);
      }
    }
  }
}
