/**
 * A template by its id: rendered for the machine that the query describes, as
 * the boot URL would (`?mac=…`, `uuid`, `serial`, `arch`, `platform`), or for
 * nobody in particular. Never with secrets: those need an install's token.
 */
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { renderForHost, sentenceOf } from '@/lib/hosts/installs/render-for-host';
import { readSubject, type Subject, strangerSubject } from '@/lib/hosts/installs/subject/data';
import { templateVariables } from '@/lib/hosts/installs/variables';
import { firmwareOf } from '@/lib/hosts/strangers/schema';
import { includedSources } from '@/lib/scripts/template/data';
import type { Source } from '@/lib/scripts/template/schema';
import { type TemplateUse, templateUse } from '@/lib/scripts/template/use';
import { type BootFacts, readFacts } from '../facts';
import { matchHost } from '../match';
import { roster } from '../roster/roster';
import { baseFor } from './base';
import { away, type MachineRequest, sentence, type TextAnswer, text } from './exchange';

/** The rendered text, or the line that keeps it from being rendered. */
export async function answerTemplate(given: {
  teamId: string;
  source: Source;
  request: Pick<MachineRequest, 'search' | 'header'>;
}): Promise<TextAnswer> {
  const { teamId, source, request } = given;
  const read = readFacts({ search: request.search });
  if (!read.ok) return sentence(400, read.problem);
  try {
    const { sources } = await includedSources({ teamId, source });
    const include = (name: string) => sources.get(name) ?? null;
    const use = templateUse({ source, include });
    const { facts: host, plan } = await subjectOf({ teamId, facts: read.facts, use });
    const base = baseFor({
      publicUrl: roster().settings.publicUrl,
      host: request.header('host'),
    });
    const variables = templateVariables({ host, plan, base, installPath: null, secrets: {} });
    const rendered = renderForHost({ source, variables, include });
    if (rendered.ok) return perMachine(text({ body: rendered.text }));
    const why = rendered.problems.map(sentenceOf).join(' ');
    if (use.secrets.length === 0) return sentence(422, `This script does not render: ${why}`);
    return sentence(
      409,
      `This script needs ${use.secrets.map((name) => `secrets.${name}`).join(', ')}, and secrets are only given to an installation, by its own URL. ${why}`,
    );
  } catch (error) {
    logger('lane').warn({ script: source.title, reason: reasonOf(error) }, 'not rendered');
    return away();
  }
}

/** What is rendered for one machine is not kept for the next one who asks. */
function perMachine(answer: TextAnswer): TextAnswer {
  return { ...answer, perMachine: true };
}

/** The host that the facts describe, where it is of the script's team; else a machine that is none. */
async function subjectOf(given: {
  teamId: string;
  facts: BootFacts;
  use: TemplateUse;
}): Promise<Subject> {
  const { teamId, facts, use } = given;
  const { host } = matchHost(facts, roster());
  const found = host?.teamId === teamId && (await readSubject({ teamId, hostId: host.id, use }));
  const { macs, uuid, serial, arch } = facts;
  const told = { arch, firmware: firmwareOf(facts.platform) };
  if (!found) return strangerSubject({ teamId, facts: { macs, uuid, serial, ...told }, use });
  // What the machine tells now is newer than what the store has of it.
  const { facts: known, plan } = found;
  const newer = { arch: told.arch ?? known.arch, firmware: told.firmware ?? known.firmware };
  return { facts: { ...known, ...newer }, plan };
}
