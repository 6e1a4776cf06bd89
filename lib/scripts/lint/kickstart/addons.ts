/**
 * What stands in an `%addon`. pykickstart hands it to Anaconda's addon unread,
 * so that nobody finds a slip before the installer stops at it: these are
 * warnings, for the two addons that come with the installers.
 */
import { isUnknown } from '../blanks';
import { finding, type Line, type Place, wholeLine } from '../place';
import type { Finding } from '../schema';
import { didYouMean } from '../spelling';
import type { Section } from './document';

/** Options in the header of kdump; the memory is in MB, or `auto`. */
const kdumpOptions = ['--enable', '--disable', '--enablefadump', '--reserve-mb'];

/** `key = value` in the body of the security policy. */
const policyKeys = [
  ...['content-type', 'content-url', 'content-path', 'datastream-id', 'xccdf-id', 'profile'],
  ...['tailoring-path', 'cpe-path', 'fingerprint', 'certificates', 'remediate'],
];
const contentTypes = ['datastream', 'archive', 'rpm', 'scap-security-guide'];

const judges: Record<string, (given: { section: Section; at: Place }) => Finding[]> = {
  com_redhat_kdump: judgeKdump,
  org_fedora_oscap: judgePolicy,
  com_redhat_oscap: judgePolicy,
};

/** Findings of an `%addon` by its name; none for one that is not known here. */
export function addonBodyFindings(given: { section: Section; at: Place }): Finding[] {
  const name = given.section.header.words[1]?.text ?? '';
  return judges[name]?.(given) ?? [];
}

function warning(message: string, at: Place): Finding {
  return finding({ severity: 'warning', rule: 'kickstart/addon', message, at });
}

function judgeKdump({ section, at }: { section: Section; at: Place }): Finding[] {
  const words = section.header.words.slice(2);
  if (words.some(({ text }) => isUnknown(text))) return [];
  const findings = words.flatMap((word) => {
    const option = word.text.split('=')[0] ?? '';
    if (!option.startsWith('-') || kdumpOptions.includes(option)) return [];
    const message = `com_redhat_kdump has no option ${option}${didYouMean(option, kdumpOptions)}`;
    return [warning(message, word)];
  });
  const set = (option: string) => words.some(({ text }) => text === option);
  if (set('--enable') && set('--disable')) {
    findings.push(warning('Both --enable and --disable: the last one wins.', at));
  }
  const memory = words.find(({ text }) => text.startsWith('--reserve-mb='));
  if (memory && !/=["']?(auto|\d+)["']?$/.test(memory.text)) {
    const message = `"${memory.text.slice('--reserve-mb='.length)}" is no number of MB: write --reserve-mb=256, or auto.`;
    findings.push(warning(message, memory));
  }
  return findings;
}

function judgePolicy({ section, at }: { section: Section; at: Place }): Finding[] {
  const entries = section.body.filter(({ text }) => text.trim() && !text.trim().startsWith('#'));
  if (entries.some(({ text }) => isUnknown(text))) return [];
  const set = new Map<string, string>();
  const findings: Finding[] = [];
  for (const line of entries) {
    const [, key = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line.text) ?? [];
    if (key === '') findings.push(warning('A line here is "key = value".', wholeLine(line)));
    else if (!policyKeys.includes(key)) findings.push(unknownKey(key, line));
    set.set(key, value.replace(/^["']|["']$/g, ''));
  }
  return [...findings, ...wholePolicy(set).map((message) => warning(message, at))];
}

function unknownKey(key: string, line: Line): Finding {
  const at = wholeLine(line);
  const message = `The security policy has no entry "${key}"${didYouMean(key, policyKeys)}`;
  return warning(message, { ...at, endColumn: at.column + key.length });
}

/** What a policy lacks as a whole. */
function wholePolicy(set: Map<string, string>): string[] {
  const type = set.get('content-type');
  const wrong: string[] = [];
  if (!type) wrong.push(`The security policy needs content-type: ${contentTypes.join(', ')}.`);
  else if (!contentTypes.includes(type)) {
    wrong.push(`"${type}" is no content-type${didYouMean(type, contentTypes)}`);
  }
  if (!set.has('profile')) wrong.push('The security policy needs a profile.');
  if (type && type !== 'scap-security-guide' && contentTypes.includes(type)) {
    if (!set.has('content-url')) wrong.push(`A policy of type ${type} needs a content-url.`);
    if (type !== 'datastream' && !set.has('content-path')) {
      wrong.push(`A policy of type ${type} needs a content-path: where in it the content is.`);
    }
  }
  return wrong;
}
