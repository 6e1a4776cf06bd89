import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { publishedCapabilities } from '@/lib/scripts/data';
import { scriptFindings } from '@/lib/scripts/lint/findings';
import { finding } from '@/lib/scripts/lint/schema';
import { dialects, guessDialect, scriptKinds, scriptText } from '@/lib/scripts/schema';

const body = z.object({
  kind: z.enum(scriptKinds),
  /** Of a kickstart; guessed from the text when it is left out. */
  dialect: z.enum(dialects).nullish(),
  template: z.boolean().default(false),
  /** Of the script, which includes itself by no other name. */
  title: z.string().max(200).default(''),
  text: scriptText,
});

export const POST = apiRoute({
  summary:
    'What is wrong with a script, without saving it: errors, warnings and hints, each with line and column',
  permission: 'read',
  body,
  response: z.object({ findings: z.array(finding) }),
  handler: async ({ actor, body: { dialect, ...rest }, request }) => {
    const guessed = rest.kind === 'kickstart' ? (dialect ?? guessDialect(rest.text)) : null;
    const findings = await scriptFindings({
      actor,
      source: { ...rest, dialect: guessed },
      capabilities: await publishedCapabilities(),
      signal: request.signal,
    });
    return { findings };
  },
});
