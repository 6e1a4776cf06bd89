/**
 * What our dnsmasq answers a machine, and why: the same choices that
 * dnsmasq.ts writes into its configuration, made for one machine. Pure; its
 * test holds the two together.
 */
import type { ClientArchitecture } from './client-architecture';
import { type DnsmasqWish, rangeOf } from './dnsmasq';
import { inSubnet, printSubnet, subnetOf, toNumber } from './ipv4';

/** The network as it is set; a sentence where there is nothing to serve with. */
export type DhcpWorld =
  | Pick<DnsmasqWish, 'settings' | 'own' | 'publicUrl' | 'loaders' | 'loadersUrl'>
  | { problem: string };

export interface DhcpClient {
  /** Null: a machine that was never seen. */
  mac: string | null;
  architecture: ClientArchitecture;
  /** The host with that MAC. */
  host: { name: string; address: string | null; bootloader: string } | null;
  /** What it was leased last. */
  leased: string | null;
}

export interface AnswerReason {
  rule: string;
  outcome: 'won' | 'lost' | 'skipped';
  text: string;
}

export interface AnswerStep {
  outcome: string;
  reasons: AnswerReason[];
}

type Known = Exclude<DhcpWorld, { problem: string }>;

/** The address that a machine is given. */
export function addressAnswer(given: { world: DhcpWorld; client: DhcpClient }): AnswerStep {
  const { world, client } = given;
  const silent = silenceOf(world);
  if (silent) return nobody(silent);
  const known = world as Known;
  const reasons = [reservation(known, client), lease(known, client), range(known)];
  const winner = reasons.findIndex((one) => one.fits);
  return {
    outcome: reasons[winner]?.outcome ?? 'No address.',
    reasons: reasons.map(({ rule, fits, text }, place) => ({
      rule,
      outcome: place === winner ? 'won' : 'lost',
      text: fits && place !== winner ? `${text} What is above goes first.` : text,
    })),
  };
}

/** The boot file that a machine is named, first its firmware and then iPXE. */
export function bootFileAnswer(given: { world: DhcpWorld; client: DhcpClient }): AnswerStep {
  const { world, client } = given;
  const silent = silenceOf(world);
  if (silent) return nobody(silent);
  const known = world as Known;
  const { architecture, host } = client;
  const reasons: AnswerReason[] = [
    {
      rule: 'client architecture',
      outcome: architecture.loader ? 'won' : 'lost',
      text: `Its firmware calls itself ${architecture.name} (option 93: ${architecture.number})${architecture.loader ? '.' : ', and there is no loader for that.'}`,
    },
  ];
  const file = architecture.loader && fileFor({ known, client, reasons });
  const script = `${known.publicUrl}/api/pxeboot/autoexec.ipxe`;
  reasons.push({
    rule: 'iPXE',
    outcome: file ? 'won' : 'skipped',
    text: `Once iPXE runs it asks again and says so (user class iPXE, option 175); then it is named ${script}, the main script.`,
  });
  if (file) return { outcome: `${file}, then the main script.`, reasons };
  const whose = host ? host.name : 'The machine';
  return { outcome: `No boot file: ${whose} goes on with what its firmware has next.`, reasons };
}

/** Why nobody is answered, or null. */
function silenceOf(world: DhcpWorld): AnswerReason | null {
  if ('problem' in world) return { rule: 'network', outcome: 'lost', text: world.problem };
  if (world.settings.dhcp.mode !== 'off') return null;
  return { rule: 'dhcp', outcome: 'lost', text: 'DHCP is off in the network settings.' };
}

function nobody(reason: AnswerReason): AnswerStep {
  return {
    outcome: 'Nothing from here. Another DHCP server on its network would have to name the loader.',
    reasons: [reason],
  };
}

interface AddressRule {
  rule: string;
  fits: boolean;
  text: string;
  outcome: string;
}

function reservation(known: Known, { mac, host }: DhcpClient): AddressRule {
  const rule = 'reservation';
  const no = (text: string) => ({ rule, fits: false, text, outcome: '' });
  if (mac === null) return no('A machine that was never seen has no address reserved.');
  if (!host) return no(`${mac} belongs to no host, so no address is reserved for it.`);
  if (!host.address) return no(`${host.name} has no address reserved.`);
  const subnet = subnetOf(known.own);
  if (!inSubnet(host.address, subnet)) {
    return no(
      `${host.address} is reserved for ${host.name}, but it is not in ${printSubnet(subnet)}, the network of ${known.settings.interface}, so DHCP cannot give it there.`,
    );
  }
  const text = `${host.address} is reserved for ${host.name}.`;
  return { rule, fits: true, text, outcome: `${host.address}, which is reserved for it.` };
}

function lease(known: Known, { mac, leased }: DhcpClient): AddressRule {
  const rule = 'lease';
  if (mac === null || leased === null) {
    return { rule, fits: false, text: 'It has no lease.', outcome: '' };
  }
  const { start, end } = rangeOf(known);
  const value = toNumber(leased);
  if (value < toNumber(start) || value > toNumber(end)) {
    const text = `It was leased ${leased} last, which is not in the range any more.`;
    return { rule, fits: false, text, outcome: '' };
  }
  const text = `It was leased ${leased} last, and gets it again while nobody else has it.`;
  return { rule, fits: true, text, outcome: `${leased}, which it had before.` };
}

function range(known: Known): AddressRule {
  const { start, end } = rangeOf(known);
  return {
    rule: 'range',
    fits: true,
    text: `Any free address from ${start} to ${end}.`,
    outcome: `A free address from ${start} to ${end}.`,
  };
}

/** The loader as a sentence's beginning; null where none is named. */
function fileFor(given: {
  known: Known;
  client: DhcpClient;
  reasons: AnswerReason[];
}): string | null {
  const { known, client, reasons } = given;
  const { architecture, host } = client;
  const key = architecture.loader;
  if (!key) return null;
  if (architecture.http) {
    const name = known.loaders.firmware[key];
    const url = known.loadersUrl && name ? `${known.loadersUrl}${name}` : null;
    const text = url
      ? 'Its firmware loads by HTTP, so it is named a URL, and told HTTPClient (option 60).'
      : 'Its firmware loads by HTTP, and no loader is published yet.';
    reasons.push({ rule: 'http boot', outcome: url ? 'won' : 'lost', text });
    return url;
  }
  if (!known.settings.tftp.enabled) {
    reasons.push({ rule: 'tftp', outcome: 'lost', text: 'TFTP is off in the network settings.' });
    return null;
  }
  const drivers = host?.bootloader === 'ipxe';
  const plain = known.loaders.firmware[key];
  const name = plain && drivers ? (known.loaders.drivers[key] ?? plain) : plain;
  reasons.push({
    rule: 'bootloader',
    outcome: name ? 'won' : 'lost',
    text: name
      ? whyLoader({ name, other: known.loaders[drivers ? 'firmware' : 'drivers'][key], host })
      : 'No loader is published for it.',
  });
  return name && `${name} by TFTP from ${known.own.address}`;
}

function whyLoader(given: {
  name: string;
  other: string | null;
  host: DhcpClient['host'];
}): string {
  const { name, other, host } = given;
  const chosen = host?.bootloader ?? 'auto';
  const who = host && chosen !== 'auto' ? `${host.name} is set to it` : 'nothing else is chosen';
  if (!other || other === name) return `There is one loader for it: ${name}.`;
  const kind = chosen === 'ipxe' ? "iPXE's own drivers" : "the firmware's driver of the card";
  return `${name}, on ${kind}, because ${who}; ${other} is the other one.`;
}
