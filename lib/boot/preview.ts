/** Renders a script as a machine would get it, for the person who writes it. Nothing is served, counted or opened. */
import type { Actor } from '@/lib/auth/actor';
import { invalid, notFound } from '@/lib/core/errors';
import { readSubject, type Subject, strangerSubject } from '@/lib/hosts/installs/subject/data';
import { templateVariables } from '@/lib/hosts/installs/variables';
import { parseMac } from '@/lib/hosts/mac';
import { readScript } from '@/lib/scripts/data';
import { guessDialect } from '@/lib/scripts/schema';
import { secretNames } from '@/lib/scripts/secrets/data';
import { includedSources } from '@/lib/scripts/template/data';
import { exampleVariables } from '@/lib/scripts/template/example';
import { renderScript } from '@/lib/scripts/template/render';
import type { Source, Variables } from '@/lib/scripts/template/schema';
import { type TemplateUse, templateUse } from '@/lib/scripts/template/use';
import { companionsOf } from './answer-files/companions';
import { mediaTypeOf } from './answer-files/media-type';
import { baseFor } from './lane/base';
import type { Preview, PreviewInput } from './preview/schema';
import { rosterFollower } from './roster/follow';
import { roster } from './roster/roster';

/** As the tokens of installs look in previews: they open what is private. */
const installPath = '/api/pxeboot/installs/TOKEN';

/**
 * What the machine would get. `host`: the Host header of whoever asks, for the
 * base where no public address is set. Throws ERR_HOST_NOT_FOUND, the
 * script's own not-found code, and ERR_INVALID_INPUT for a MAC that is none.
 */
export async function previewScript(
  given: { actor: Actor; host?: string } & PreviewInput,
): Promise<Preview> {
  const { actor, kind } = given;
  const { teamId } = actor;
  const source = await sourceOf(given);
  const { sources } = await includedSources({ teamId, source });
  const include = (name: string) => sources.get(name) ?? null;
  const use = templateUse({ source, include });
  const { variables, host, instanceId } = await variablesOf({ ...given, use });
  const rendered = renderScript({ source, variables, include, maskSecrets: true });
  const { dialect } = source;
  const hostname = variables.host.name;
  return {
    ok: rendered.ok,
    text: rendered.ok ? rendered.text : '',
    problems: rendered.ok ? [] : rendered.problems,
    mediaType: mediaTypeOf({ kind, dialect }),
    companions: companionsOf({ dialect, instanceId, hostname }),
    secrets: rendered.ok ? rendered.secrets : [],
    host,
  };
}

/** The script as it stands in the editor, over what is stored of it. */
async function sourceOf(given: { actor: Actor } & PreviewInput): Promise<Source> {
  const { actor, kind, id } = given;
  const stored = id === undefined ? null : await readScript({ actor, kind, id });
  const text = given.text ?? stored?.text ?? '';
  const dialect = given.dialect ?? (given.text === undefined ? stored?.dialect : null);
  return {
    title: given.title || stored?.title || 'This script',
    kind,
    text,
    template: given.template ?? stored?.template ?? false,
    dialect: kind === 'kickstart' ? (dialect ?? stored?.dialect ?? guessDialect(text)) : null,
  };
}

interface PreviewedAs {
  variables: Variables;
  host: Preview['host'];
  /** What cloud-init would take for the machine's name: the install's id where there is one. */
  instanceId: string;
}

async function variablesOf(
  given: { actor: Actor; host?: string; use: TemplateUse } & PreviewInput,
): Promise<PreviewedAs> {
  const { actor, use, hostId, facts } = given;
  const { teamId } = actor;
  const names = await secretNames({ teamId });
  const secrets = Object.fromEntries(names.map((name) => [name, 'secret']));
  const mac = facts?.mac ? macOf(facts.mac) : null;
  const id = hostId ?? (await hostOf({ teamId, mac }));
  await rosterFollower().start();
  const base = baseFor({ publicUrl: roster().settings.publicUrl, host: given.host });
  if (id !== null) {
    const subject = await readSubject({ teamId, hostId: id, use });
    if (!subject) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
    const { name } = subject.facts;
    const told = overTold(subject, facts);
    return {
      variables: templateVariables({ ...told, base, installPath, secrets }),
      host: { id, name: name ?? '' },
      instanceId: 'INSTALL',
    };
  }
  if (mac === null) return asExample({ facts, base, secrets });
  const { uuid = null, serial = null, arch = null, firmware = null } = facts ?? {};
  const told = { macs: [mac], uuid, serial, arch, firmware };
  const subject = await strangerSubject({ teamId, facts: told, use });
  const { facts: machine, plan } = subject;
  return {
    variables: templateVariables({ host: machine, plan, base, installPath: null, secrets }),
    host: null,
    instanceId: 'INSTALL',
  };
}

/** What is asked for stands over what the store knows of the host's machine. */
function overTold({ facts, plan }: Subject, told: PreviewInput['facts']) {
  const { arch, firmware } = told ?? {};
  return {
    host: { ...facts, arch: arch ?? facts.arch, firmware: firmware ?? facts.firmware },
    plan,
  };
}

/** A machine of some kind that nobody has: plausible values, with whatever parameters the text names. */
function asExample(given: {
  facts: PreviewInput['facts'];
  base: string;
  secrets: Record<string, string>;
}): PreviewedAs {
  const { facts, base, secrets } = given;
  const example = exampleVariables();
  const machine = Object.fromEntries(
    Object.entries({ ...facts }).filter(([name]) => name !== 'mac'),
  );
  const urls = Object.entries(example.urls).map(([name, value]) => [
    name,
    typeof value === 'string' && example.urls.base
      ? value.replace(example.urls.base, base).replace(/installs\/\w+/, 'installs/TOKEN')
      : value,
  ]);
  return {
    variables: {
      ...example,
      host: { ...example.host, ...machine },
      urls: Object.fromEntries(urls),
      secrets,
    },
    host: null,
    instanceId: 'INSTALL',
  };
}

function macOf(written: string): string {
  const parsed = parseMac(written);
  if ('problem' in parsed) throw invalid('facts.mac', parsed.problem);
  return parsed.mac;
}

/** The team's host of a MAC; another team's is a stranger here. */
async function hostOf(given: { teamId: string; mac: string | null }): Promise<string | null> {
  const { teamId, mac } = given;
  if (mac === null) return null;
  await rosterFollower().start();
  await rosterFollower().barrier();
  const host = roster().hostByMac(mac);
  return host?.teamId === teamId ? host.id : null;
}
