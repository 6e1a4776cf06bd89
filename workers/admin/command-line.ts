/** From words to a command: what is not understood never reaches the database. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { emailField, longestTokenLife, nameField, roleField } from '@/lib/auth/schema';
import { printSetupLink } from './setup-link';
import { createTeamByName, printTeams } from './teams';
import { createTokenFor, printTokens, revokeTokenOf } from './tokens';
import { createUserWith, printUsers, setPasswordOf } from './users';

/** The words make no command; the usage says which do. */
export class NotUnderstood extends Error {}

/** Does the work; gives the lines for stdout. */
type Command = () => Promise<string[]>;

const team = nameField.optional();
const readsPassword = z.boolean().default(false);

/** One command: the shape of its options, and what it does with them. */
function command<Shape extends z.ZodRawShape>(
  shape: Shape,
  work: (options: z.output<z.ZodObject<Shape>>) => Promise<string[]>,
) {
  return { shape, run: (options: unknown) => work(parse(z.strictObject(shape), options) as never) };
}

const commands: Record<string, ReturnType<typeof command<z.ZodRawShape>>> = {
  'token create': command(
    {
      name: nameField,
      role: roleField,
      team,
      days: z.coerce.number().int().min(1).max(longestTokenLife).optional(),
    },
    createTokenFor,
  ),
  'token list': command({ team }, printTokens),
  'token revoke': command({ id: z.uuid('is not the id of a token'), team }, revokeTokenOf),
  'user create': command(
    {
      email: emailField,
      name: nameField,
      role: roleField.optional(),
      team,
      'password-stdin': readsPassword,
    },
    createUserWith,
  ),
  'user list': command({}, printUsers),
  'user password': command({ email: emailField, 'password-stdin': readsPassword }, setPasswordOf),
  'team create': command({ name: nameField }, createTeamByName),
  'team list': command({}, printTeams),
  'setup-link': command({ url: z.url().optional() }, printSetupLink),
};

/** The command that the words ask for. Throws NotUnderstood. */
export function findCommand(words: string[]): Command {
  const { values, positionals } = read(words);
  const length = positionals[0] === 'setup-link' ? 1 : 2;
  const name = positionals.slice(0, length).join(' ');
  const found = commands[name];
  if (!found) throw new NotUnderstood(`There is no command "${name}".`);
  const rest = positionals.slice(length);
  if (rest.length > 0 && !('id' in found.shape && rest.length === 1)) {
    throw new NotUnderstood(`"${rest.join(' ')}" is too much for ${name}.`);
  }
  return () => found.run(rest.length > 0 ? { ...values, id: rest[0] } : values);
}

function read(words: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        name: text,
        role: text,
        team: text,
        days: text,
        email: text,
        url: text,
        'password-stdin': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new NotUnderstood((error as Error).message);
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const result = schema.safeParse({ ...(options as object) });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys')
      return `--${issue.keys.join(', --')} does not belong here`;
    return `--${issue.path.join('.')}: ${issue.message}`;
  });
  throw new NotUnderstood(lines.join('\n'));
}
