/** Who may log in, and by which password. */
import { isUnknown } from '../../blanks';
import { doubtful, type Rule, refused } from './use';

/** What crypt(3) gives: `$id$…`. */
const crypted = /^\$(1|2[abxy]|5|6|7|y|gy)\$/;
const weak = /^\$1\$/;

function passwordProblem(given: {
  value: string;
  isCrypted: boolean;
  whose: string;
}): { rule: string; message: string } | null {
  const { value, isCrypted, whose } = given;
  if (isUnknown(value) || /^[!*]/.test(value)) return null;
  if (!isCrypted && crypted.test(value)) {
    return {
      rule: 'password-not-crypted',
      message: `This looks like a crypted password, and without --iscrypted it is taken literally.`,
    };
  }
  if (!isCrypted) {
    return {
      rule: 'password-plain',
      message: `${whose} password is readable by all who get this text. Crypt it (SHA-512) and add --iscrypted.`,
    };
  }
  if (!crypted.test(value)) {
    return {
      rule: 'password-not-crypted',
      message: '--iscrypted is given, and this is no crypted password ($6$…): nobody could log in.',
    };
  }
  return weak.test(value)
    ? { rule: 'password-weak', message: 'MD5 ($1$) is broken in minutes. Take SHA-512 ($6$).' }
    : null;
}

const rootpw: Rule = (use) => {
  const [password] = use.positionals;
  if (!password) {
    if (use.has('--lock') || use.given.unsure) return null;
    return refused('rootpw needs a password, or --lock.');
  }
  const isCrypted = use.has('--iscrypted');
  const problem = passwordProblem({ value: password.text, isCrypted, whose: "Root's" });
  if (!problem) return null;
  return doubtful(problem.rule, problem.message, password);
};

const userPassword: Rule = (use) => {
  const value = use.value('--password');
  if (value === null) return null;
  const problem = passwordProblem({ value, isCrypted: use.has('--iscrypted'), whose: 'This' });
  return problem ? doubtful(problem.rule, problem.message, use.at('--password')) : null;
};

const user: Rule = (use) => {
  if (use.value('--name') !== 'root') return null;
  return doubtful('user-root', 'root is there already; its password is set by rootpw.');
};

const sshkey: Rule = (use) => {
  const [key] = use.positionals;
  if (!key || isUnknown(key.text)) return null;
  if (/^(ssh-(ed25519|rsa|dss)|ecdsa-sha2-|sk-(ssh|ecdsa)-)\S* \S+/.test(key.text)) return null;
  const message =
    'This does not look like a public key: type, space, key, all in one pair of quotes.';
  return doubtful('ssh-key', message, key);
};

export const accountRules: Record<string, Rule[]> = {
  rootpw: [rootpw],
  user: [userPassword, user],
  sshkey: [sshkey],
};
