/** Checks a preseed file: the syntax of debconf, and what debian-installer asks. */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { didYouMean, nearest } from '../spelling';
import { type Entry, readEntries } from './entries';
import { installerParts, questions } from './questions';

const types = [
  'string',
  'boolean',
  'select',
  'multiselect',
  'note',
  'text',
  'password',
  'title',
  'error',
];

type Say = (severity: Severity, rule: string, message: string, at: Place) => void;

export function checkPreseed({ text }: { text: string }): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (severity, rule, message, at) =>
    findings.push(finding({ severity, rule: `preseed/${rule}`, message, at }));
  const entries = readEntries(text);
  const seen = new Map<string, number>();
  for (const entry of entries) {
    judgeEntry(entry, say);
    const name = entry.question?.text ?? '';
    const earlier = seen.get(name);
    if (earlier !== undefined && questions.has(name) && !isUnknown(name)) {
      say('info', 'twice', `${name} is in line ${earlier} already; the last one counts.`, entry.at);
    }
    seen.set(name, entry.at.line);
  }
  if (text.includes('\r\n')) {
    const message = 'Lines end by CR LF: the CR becomes a part of each value.';
    say('error', 'cr-lf', message, { line: 1, column: 1, endColumn: 2 });
  }
  judgeWhole({ names: new Set(seen.keys()), entries, say });
  return findings;
}

function judgeEntry(entry: Entry, say: Say): void {
  const { owner, question, type, value, openEnd, brokenBy } = entry;
  if (isUnknown(owner.text)) return;
  if (openEnd) say('error', 'continuation', 'The line goes on, and nothing follows.', openEnd);
  if (brokenBy) {
    const at = { line: brokenBy.number, column: 1, endColumn: brokenBy.text.length + 1 };
    say('warning', 'continuation', 'This is no comment: the line above goes on here.', at);
  }
  if (/^d-?i-?$/i.test(owner.text) && owner.text !== 'd-i') {
    say('error', 'owner', `"${owner.text}" is no owner. Did you mean "d-i"?`, owner.at);
  } else if (!/^[a-z0-9][a-z0-9+.-]*$/.test(owner.text)) {
    const message = `"${owner.text}" is no owner: that is d-i, or the package that asks.`;
    say('error', 'owner', message, owner.at);
    return;
  }
  if (!question) {
    say('error', 'syntax', 'A line is: owner, question, type, value.', entry.at);
    return;
  }
  if (isUnknown(question.text)) return;
  if (!/^[\w.+-]+(\/[\w.+-]+)*$/.test(question.text)) {
    say('error', 'question', `"${question.text}" is no name of a question.`, question.at);
    return;
  }
  judgeQuestion({ entry, question, say });
  if (!type) {
    say('error', 'syntax', `The type is missing, such as string or boolean.`, entry.at);
    return;
  }
  // `seen` tells debconf whether a question counts as asked.
  if (isUnknown(type.text) || type.text === 'seen') return;
  if (!types.includes(type.text)) {
    say('error', 'type', `There is no type "${type.text}"${didYouMean(type.text, types)}`, type.at);
    return;
  }
  const known = questions.get(question.text);
  if (known && known !== type.text) {
    say('warning', 'type', `${question.text} is of the type ${known}.`, type.at);
  }
  if (type.text === 'boolean' && !isUnknown(value) && !/^(true|false)$/.test(value.trim())) {
    const message = `A boolean is true or false, not "${value.trim()}".`;
    say('error', 'value', message, entry.at);
  }
  judgePassword({ entry, name: question.text, say });
}

function judgeQuestion(given: { entry: Entry; question: { text: string; at: Place }; say: Say }) {
  const { entry, question, say } = given;
  const name = question.text.replace(/\/local\d+\//, '/local0/');
  if (questions.has(name) || entry.owner.text !== 'd-i') return;
  const near = nearest(name, questions.keys());
  if (near) {
    const message = `debian-installer is not known to ask ${question.text}. Did you mean "${near}"?`;
    say('warning', 'question', message, question.at);
  } else if (!installerParts.has(name.split('/')[0] ?? '')) {
    const message = `${question.text} is not among the questions that we know of the installer.`;
    say('info', 'question', message, question.at);
  }
}

function judgePassword(given: { entry: Entry; name: string; say: Say }): void {
  const { entry, name, say } = given;
  const value = entry.value.trim();
  if (value === '' || isUnknown(value)) return;
  if (/^passwd\/(root|user)-password(-again)?$/.test(name)) {
    const message = `The password is readable by all who get this text. Give ${name.replace(/-again$/, '')}-crypted instead.`;
    say('warning', 'password-plain', message, entry.at);
  }
  const crypted = /^(\$(1|2[abxy]|5|6|y|gy)\$|[!*])/;
  if (/-password-crypted$/.test(name) && !crypted.test(value)) {
    say('warning', 'password-not-crypted', 'This is no crypted password ($6$…).', entry.at);
  }
}

/** Questions that stop an installation that nobody watches. */
function judgeWhole(given: { names: Set<string>; entries: Entry[]; say: Say }): void {
  const { names, entries, say } = given;
  const top: Place = { line: 1, column: 1, endColumn: 2 };
  if (entries.length === 0) {
    say('warning', 'missing', 'There is no answer in this preseed: the installer asks.', top);
    return;
  }
  if ([...names].some((name) => isUnknown(name) || /^preseed\/(include|run)/.test(name))) return;
  const has = (...all: string[]) => all.some((name) => names.has(name));
  const asks = (what: string, name: string) =>
    say('info', 'missing', `No ${what}: the installer may stop and ask. See ${name}.`, top);
  if (!has('partman-auto/method', 'partman-auto/expert_recipe', 'preseed/early_command')) {
    asks('partitioning', 'partman-auto/method');
  }
  const root = ['passwd/root-password', 'passwd/root-password-crypted'];
  const user = ['passwd/user-password', 'passwd/user-password-crypted'];
  if (!has(...root, ...user)) asks('password', 'passwd/root-password-crypted');
  if (has('partman-auto/method') && !has('partman/confirm')) {
    asks('consent to partitioning', 'partman/confirm');
  }
}
