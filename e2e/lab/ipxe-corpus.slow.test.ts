/**
 * Real iPXE decides: the published loader runs every script of the checker's
 * corpus, refuses what the checker's tables say it refuses, and lists the
 * commands that were read out of its file. One machine, one boot.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { labFolder } from '@/e2e/lab/accel';
import {
  masterScript,
  type Outcome,
  outcomesOf,
  switchOnBench,
  waitForAll,
} from '@/e2e/lab/ipxe-bench';
import { otherwise, type Probe, probeScript, probesFor } from '@/e2e/lab/ipxe-probes';
import { lay, layWorld } from '@/e2e/lab/ipxe-world';
import type { Machine } from '@/e2e/lab/machine';
import { Namespace } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { loadersBuilder } from '@/lib/builds/builders/loaders/builder';
import { type AboutLoaders, aboutLoaders } from '@/lib/builds/builders/loaders/schema';
import { run } from '@/lib/core/exec';
import { dayOfVersion } from '@/lib/scripts/lint/ipxe/capabilities';
import { type CorpusScript, readCorpus } from '@/lib/scripts/lint/ipxe/corpus/corpus';
import { debian13 } from '@/lib/scripts/lint/ipxe/corpus/debian-13';
import { exampleVariables } from '@/lib/scripts/template/example';
import { renderScript } from '@/lib/scripts/template/render';

const corpus = readCorpus();

let folder: string;
let namespace: Namespace;
let server: PlainServer;
let dnsmasq: PlainDnsmasq;
let machine: Machine;
let about: AboutLoaders;
let probes: Probe[];
let text = '';
let outcomes: Map<string, Outcome>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-test-'));
  for (const part of ['artifact', 'scratch', 'tftp', 'web']) await mkdir(join(folder, part));
  about = await buildLoaders();
  namespace = await Namespace.create();
  server = await startPlainServer({ namespace, folder: join(folder, 'web') });
  // For the scripts that ask by DHCP; nobody boots from here.
  dnsmasq = await startPlainDnsmasq({
    namespace,
    folder,
    tftpRoot: join(folder, 'tftp'),
    script: 'none',
    loaders: { bios: 'none', uefi: 'none' },
  });
  await layScripts(join(folder, 'web'));
  machine = await switchOnBench({ namespace, loader: join(folder, 'artifact', 'ipxe.lkrn') });
  text = await waitForAll(machine, 240_000);
  outcomes = outcomesOf(text);
});

afterAll(async () => {
  await machine?.remove();
  await dnsmasq?.stop();
  await server?.stop();
  await namespace?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function buildLoaders(): Promise<AboutLoaders> {
  const { signal } = new AbortController();
  await loadersBuilder.build(
    { engine: 'prebuilt', suite: 'newest' },
    {
      folder: join(folder, 'artifact'),
      scratch: join(folder, 'scratch'),
      cache: join(labFolder(), 'cache'),
      signal,
      secrets: {},
      inputs: [],
      log: () => {},
      progress: () => {},
      run: (program, args, options) => run({ program, args, timeout: 60_000, signal, ...options }),
    },
  );
  return aboutLoaders.parse(
    JSON.parse(await readFile(join(folder, 'artifact', 'about.json'), 'utf8')),
  );
}

async function layScripts(web: string): Promise<void> {
  await layWorld(web);
  for (const script of corpus) await lay(web, `scripts/${script.name}.ipxe`, served(script));
  probes = probesFor({
    names: loader('ipxe.lkrn').commands,
    day: dayOfVersion(about.version) ?? 0,
  });
  await lay(web, 'probes.ipxe', probeScript(probes));
  const cases = corpus.map(({ name, type }) => ({ name, runs: type === 'script' }));
  const rest = 'chain ${base}/probes.ipxe ||\nhelp\necho ALL DONE\n';
  await lay(web, 'master.ipxe', masterScript(cases).replace('echo ALL DONE\n', rest));
}

/** What a machine would get: a template as it is for the host of the examples. */
function served({ name, text, template }: CorpusScript): string {
  if (!template) return text;
  const rendered = renderScript({
    source: { title: name, kind: 'sub', dialect: null, text, template },
    variables: exampleVariables(),
    include: () => null,
  });
  if (!rendered.ok) throw new Error(rendered.problems[0]?.message);
  return rendered.text;
}

function loader(name: string) {
  const found = about.loaders.find((one) => one.name === name);
  if (!found) throw new Error(`the package has no ${name}`);
  return found;
}

it.each(corpus.map((script) => [script.name, script] as const))(
  'iPXE agrees about %s',
  (name, script) => {
    const outcome = outcomes.get(name);
    const { type, complaints, status } = outcome ?? {};
    expect({ type, complaints, status }, outcome?.text).toEqual({
      type: script.type,
      complaints: script.complaints,
      status: script.status,
    });
    // A label that is missing, and a line that goes on nowhere, end a script without a word.
    const silent = status === 'ENOENT' || status === 'EINVAL';
    const complained = complaints?.length || type !== 'script' || silent;
    expect(complained ? 'broken' : 'clean').toBe(script.called);
  },
);

it('refuses what the tables of the checker say it refuses, in these words', () => {
  expect(probes.length).toBeGreaterThan(200);
  expect(otherwise({ probes, text })).toEqual([]);
});

it('lists by "help" and in its banner what was read out of its file', () => {
  const help = /Available commands:\s+([\s\S]*?)\s+Type "/.exec(text)?.[1] ?? '';
  expect(help.split(/\s+/).sort()).toEqual(loader('ipxe.lkrn').commands);
  const banner = /Features: ([\s\S]*?)\n(?:http|Booting|\n)/.exec(text)?.[1] ?? '';
  // IPv6 has no name there.
  expect([...banner.trim().split(/\s+/), 'IPv6'].sort()).toEqual(
    [...loader('ipxe.lkrn').features].sort(),
  );
});

it('is what the corpus was written for, where the package is the same', () => {
  if (about.version !== debian13.version) return;
  const sorted = about.loaders.map(({ name, commands, schemes, features }) => ({
    name,
    commands: [...commands].sort(),
    schemes: [...schemes].sort(),
    features: [...features].sort(),
  }));
  const written = debian13.loaders.map(({ name, commands, schemes, features }) => ({
    name,
    commands: [...commands].sort(),
    schemes: [...schemes].sort(),
    features: [...features].sort(),
  }));
  expect(sorted).toEqual(written);
});
