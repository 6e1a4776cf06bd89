/** `realm join`, whose words are getopt's and not the installer's own. */
import { isUnknown } from '../../blanks';
import type { Word } from '../words';

const withValue = [
  '--client-software',
  '--server-software',
  '--membership-software',
  '--one-time-password',
  '--computer-ou',
];
const known = [...withValue, '--no-password'];

/** Why it cannot be run, or null. */
export function realmProblem(words: Word[]): string | null {
  const [action, ...rest] = words.map(({ text }) => text);
  if (action === undefined) return 'realm needs an action: realm join REALM.';
  if (isUnknown(words.map(({ text }) => text).join(' '))) return null;
  if (action !== 'join') return `realm can only join, not "${action}".`;
  let at = 0;
  for (; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    if (!word.startsWith('--') || word === '--') break;
    const [name = '', value] = word.split('=');
    const meant = known.filter((one) => one === name || one.startsWith(name));
    if (meant.length !== 1) return `realm join has no option ${name}.`;
    if (withValue.includes(meant[0] ?? '') && value === undefined) at += 1;
  }
  return rest.length - at === 1 ? null : 'realm join needs one realm, behind its options.';
}
