/** The demo itself, inside its wire. */

import { showPreparation } from '@/e2e/demo/show-preparation';
import { showTimeline } from '@/e2e/demo/show-timeline';
import { inWords, since, type Terminal } from '@/e2e/demo/terminal';
import { generateKey, type Key } from '@/e2e/lab/key';
import { Machine } from '@/e2e/lab/machine';
import type { Firmware } from '@/e2e/lab/machine-arguments';
import type { Namespace } from '@/e2e/lab/namespace';
import { runBySsh, waitForSsh } from '@/e2e/lab/ssh';
import { keepLogs } from '@/e2e/product/evidence';
import { lastEvent } from '@/e2e/product/follow';
import {
  acceptStranger,
  authorise,
  createProfile,
  untilEnded,
  untilSeen,
} from '@/e2e/product/journey';
import { keep } from '@/e2e/product/kept';
import { Product } from '@/e2e/product/product';

interface Demo {
  firmware: Firmware;
  namespace: Namespace;
  terminal: Terminal;
  signal: AbortSignal;
}

const host = { name: 'node-1', mac: '52:54:00:77:00:01', address: '10.77.0.17' };
const names: Record<Firmware, string> = { bios: 'BIOS', uefi: 'UEFI' };

/** Runs it and cleans up; true when the machine has become a host that lets us in. */
export async function runDemo(demo: Demo): Promise<boolean> {
  const { namespace, terminal, firmware } = demo;
  terminal.line(`A blank machine becomes a host, by ${names[firmware]}.`);
  terminal.line();
  let product: Product | null = null;
  let machine: Machine | null = null;
  try {
    product = await startProduct(demo);
    const prepared = await prepare({ ...demo, product });
    machine = await Machine.create({
      namespace,
      name: host.name,
      firmware,
      macs: [host.mac],
      memory: 2048,
      processors: 2,
      disks: [{ size: '4G' }],
    });
    await install({ ...demo, ...prepared, product, machine });
    return true;
  } catch (error) {
    terminal.line();
    if (demo.signal.aborted) terminal.line('Stopped.');
    else {
      terminal.line(error instanceof Error ? error.message : String(error));
      const folder = await keepLogs({
        name: `demo-${firmware}`,
        productFolder: namespace.dataFolder,
        product,
        machine,
      });
      terminal.line(`The logs are in ${folder}.`);
    }
    return false;
  } finally {
    terminal.progress('Cleaning up …');
    await machine?.remove().catch(() => {});
    await product?.stop().catch((error: unknown) => terminal.line(String(error)));
    // What was made is made, also when something failed later.
    if (product) await keep(product.data).catch(() => {});
    await product?.remove();
  }
}

async function startProduct({ namespace, terminal, signal }: Demo): Promise<Product> {
  const started = Date.now();
  terminal.progress('The product is starting …');
  const product = await Product.start({
    folder: namespace.dataFolder,
    kept: true,
    signal,
    onLine: (line) => {
      if (line.startsWith('Building the console')) terminal.line(line);
    },
  });
  terminal.line(`  ${'Product'.padEnd(16)}${product.base}, up in ${inWords(Date.now() - started)}`);
  return product;
}

/** All that a person does before the first machine is switched on. */
async function prepare(demo: Demo & { product: Product }) {
  const { product, namespace } = demo;
  const { api } = product;
  const key = await generateKey({ folder: namespace.folder });
  const image = await showPreparation({ ...demo, api });
  await api.post('/api/sshkeys', { name: 'demo', publicKey: key.publicKey });
  const script = await api.post<{ id: string }>('/api/pxeboot/postinstallscripts', {
    title: 'Leave a note',
    text: '#!/bin/sh\necho "Installed by the demo." > /etc/motd\necho "A note is in /etc/motd."\n',
  });
  const profile = await createProfile({
    api,
    name: 'debian',
    imageId: image.id,
    postScriptIds: [script.id],
  });
  return { key, profileId: profile.id };
}

async function install(
  demo: Demo & { product: Product; machine: Machine; key: Key; profileId: string },
): Promise<void> {
  const { terminal, machine, product, namespace, key, signal, profileId } = demo;
  const { api } = product;
  const after = await lastEvent(api);
  terminal.line();
  terminal.line(`  ${since(0)}  power       ${host.mac}, 2 GiB of memory, a blank disk of 4 GiB`);
  const powered = Date.now();
  await machine.powerOn();
  const timeline = showTimeline({ api, terminal, after, powered, signal });
  const say = (source: string, text: string) =>
    terminal.line(`  ${since(Date.now() - powered)}  ${source.padEnd(10)}  ${text}`);
  try {
    const stranger = await untilSeen({ api, mac: host.mac, limit: 120_000, signal });
    const accepted = await acceptStranger({
      api,
      mac: stranger.mac,
      host: { name: host.name, macs: stranger.macs, address: host.address, profileId },
    });
    timeline.host(accepted.id);
    await authorise({ api, hostId: accepted.id });
    const ended = await untilEnded({ api, hostId: accepted.id, limit: 15 * 60_000, signal });
    if (ended.state !== 'installed') {
      throw new Error(`The install is ${ended.state}: ${ended.reason}`);
    }
    const written = Date.now();
    await waitForSsh({ namespace, key, address: host.address, limit: 5 * 60_000 });
    const there = Date.now();
    await timeline.finish();
    say('ssh', `root@${host.address} lets our key in`);
    await showAnswers({ terminal, namespace, key });
    terminal.line();
    terminal.line(
      `  A host after ${inWords(there - powered)}: installed after ${inWords(written - powered)}, first boot and SSH ${inWords(there - written)} later.`,
    );
  } finally {
    await timeline.stop();
  }
}

async function showAnswers(given: { terminal: Terminal; namespace: Namespace; key: Key }) {
  const { terminal, ...target } = given;
  for (const command of ['hostname', 'uname -a', 'cat /etc/motd', 'df -h --output=size,used /']) {
    const answer = await runBySsh({ ...target, address: host.address, command });
    if (answer.exitCode !== 0) throw new Error(`"${command}" by SSH: ${answer.stderr}`);
    terminal.line();
    terminal.line(`  node-1# ${command}`);
    for (const line of answer.stdout.trimEnd().split('\n')) terminal.line(`  ${line}`);
  }
  const name = await runBySsh({ ...target, address: host.address, command: 'hostname' });
  if (name.stdout.trim() !== host.name) {
    throw new Error(`It calls itself "${name.stdout.trim()}" and not ${host.name}.`);
  }
}
