/**
 * A template of an install, rendered from what the install has pinned. All of
 * it comes from memory, except secrets: these are opened, and their giving is
 * written down in the store, before the machine gets its answer.
 */
import { problemScript } from '@/lib/boot/ipxe/problem';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { renderForHost, sentenceOf } from '@/lib/hosts/installs/render-for-host';
import { claimSecret } from '@/lib/hosts/installs/secrets/mutations';
import { pinnedFacts, templateVariables } from '@/lib/hosts/installs/variables';
import { openSecrets } from '@/lib/scripts/secrets/data';
import type { Problem, Source } from '@/lib/scripts/template/schema';
import { readFacts } from '../../facts';
import { Debounce } from '../../notes/debounce';
import { bootNotes } from '../../notes/notes';
import { away, sentence, type TextAnswer, text } from '../exchange';
import { inTime } from '../in-time';
import { textOf } from '../scripts';
import { type Asked, type AskedScript, nameOf } from './texts';

type Given = Asked & AskedScript & { text: string };

/** The rendered text, or what keeps it from being given. */
export async function answerRendered(given: Given): Promise<TextAnswer> {
  const { script, kind, install } = given;
  const includes = await includesOf(given);
  if (includes === 'away') return away();
  const { title, dialect, template } = script;
  const source: Source = { title, kind, dialect, text: given.text, template };
  const include = (name: string) => includes.get(name) ?? null;
  const { secrets: names } = script;
  const secrets = names.length === 0 ? {} : await opened({ teamId: install.host.teamId, names });
  if (secrets === null) return away();
  const rendered = renderForHost({ source, variables: variablesOf(given, secrets), include });
  if (!rendered.ok) return answerProblems(given, rendered.problems);
  if (rendered.secrets.length > 0) {
    const refusal = await claim(given);
    if (refusal) return refusal;
  }
  return text({ body: rendered.text });
}

/** Texts that the template includes, by the name that it calls them by. */
async function includesOf({ script }: Given): Promise<Map<string, Source> | 'away'> {
  const sources = new Map<string, Source>();
  for (const [name, pin] of Object.entries(script.includes)) {
    const held = await textOf({ scriptId: pin.id, revision: pin.revision });
    if (held === 'away') return held;
    const { title, kind, dialect, template } = pin;
    if (held)
      sources.set(name, { title, kind, dialect, template, text: held.bytes.toString('utf8') });
  }
  return sources;
}

async function opened(given: {
  teamId: string;
  names: string[];
}): Promise<Record<string, string> | null> {
  try {
    return await inTime(openSecrets(given));
  } catch (error) {
    logger('lane').warn({ reason: reasonOf(error) }, 'secrets could not be opened');
    return null;
  }
}

/**
 * What the template can name. A sub script is fetched milliseconds after the
 * machine has told what it is, so its URL tells it again.
 */
function variablesOf({ install, base, url, request }: Given, secrets: Record<string, string>) {
  const { host, plan } = install;
  const told = readFacts({ search: request.search });
  const facts = told.ok ? told.facts : null;
  const firmware = facts?.platform && { efi: 'uefi', pcbios: 'bios' }[facts.platform];
  const live = {
    ...host,
    arch: facts?.arch ?? host.arch,
    firmware: firmware ?? host.firmware,
    labels: {},
  };
  return templateVariables({
    host: pinnedFacts({ live, pinned: plan.host }),
    plan,
    base,
    installPath: url.slice(base.length),
    secrets,
  });
}

/** Writes down that secrets are given; the answer instead where they are not. */
async function claim(given: Given): Promise<TextAnswer | null> {
  const { install, what, request } = given;
  try {
    const claimed = await inTime(
      claimSecret({
        installId: install.id,
        what,
        name: nameOf(given),
        address: request.address,
      }),
    );
    if (!claimed) return sentence(410, 'This install is gone: its host was removed.');
    if (claimed.event) bootNotes().event(claimed.event);
    return claimed.answer.ok ? null : sentence(410, claimed.answer.reason);
  } catch (error) {
    logger('lane').warn({ install: install.id, reason: reasonOf(error) }, 'secrets were not given');
    return away();
  }
}

/** Says why, on the machine's screen and in the timeline. Nobody authorises what does not render, so this is rare. */
function answerProblems(given: Given, problems: Problem[]): TextAnswer {
  const { install, kind, what } = given;
  const sentences = problems.map(sentenceOf);
  const message = `The ${nameOf(given)} could not be rendered: ${sentences.join(' ')}`;
  if (sameProblem().passes(`${install.id} ${what}`, Date.now())) {
    bootNotes().event({
      source: 'boot',
      type: 'script-does-not-render',
      message,
      hostId: install.host.id,
      installId: install.id,
      teamId: install.host.teamId,
      data: { what, problems: problems.map((one) => ({ ...one })), attention: true },
    });
  }
  if (kind !== 'sub') return sentence(422, message);
  return text({
    body: problemScript([`The ${nameOf(given)} could not be rendered.`, ...sentences]),
  });
}

/** A machine that asks again and again is one line in the timeline. */
function sameProblem(): Debounce {
  return shared('render-problems', () => new Debounce(60_000));
}
