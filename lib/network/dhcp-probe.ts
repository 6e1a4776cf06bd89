/**
 * Asks who serves DHCP on a segment, by a DHCPDISCOVER that is never
 * followed by a request, so no lease is taken.
 *
 * Node cannot bind a socket to an interface, and need not: Linux sends a
 * datagram to 255.255.255.255 out of the interface that the socket's source
 * address belongs to (ip_route_output_key), and delivers broadcast answers
 * to a socket bound to 255.255.255.255.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '@/lib/core/errors';
import { decodeOffer, encodeDiscover } from './dhcp-packet';
import { probeUserClass } from './dnsmasq';
import { servingAddress } from './interfaces';
import type { DhcpProbe, DhcpServerHeard, NetworkInterface } from './schema';

const clientPort = 68;
const serverPort = 67;
/**
 * Milliseconds between questions, and how many there are. dnsmasq itself
 * pings an address for up to three seconds before it offers it.
 */
const pause = 1_500;
const questions = 3;

/** Asks on one interface. Never throws: what went wrong is in `problem`. */
export async function askForDhcpServers(iface: NetworkInterface): Promise<DhcpProbe> {
  const at = new Date().toISOString();
  const own = servingAddress(iface);
  if (!iface.up) return { at, servers: [], problem: `${iface.name} is down.` };
  if (!own) return { at, servers: [], problem: `${iface.name} has no IPv4 address to ask from.` };
  try {
    return { at, servers: await ask(own.address), problem: null };
  } catch (error) {
    return { at, servers: [], problem: problemOf(error) };
  }
}

async function ask(from: string): Promise<DhcpServerHeard[]> {
  const xid = randomInt(1, 2 ** 32 - 1);
  // A card that does not exist, so that nobody's reservation is stirred: locally administered.
  const mac = `02:${randomBytes(5).toString('hex').match(/../g)?.join(':')}`;
  const question = encodeDiscover({ xid, mac, userClass: probeUserClass });
  const heard = new Map<string, DhcpServerHeard>();
  const ear = createSocket({ type: 'udp4', reuseAddr: true });
  const mouth = createSocket({ type: 'udp4', reuseAddr: true });
  ear.on('message', (bytes, sender) => {
    const found = decodeOffer({ bytes, xid, sender: sender.address });
    if (found) heard.set(found.server, found);
  });
  try {
    await bind(ear, '255.255.255.255');
    await bind(mouth, from);
    mouth.setBroadcast(true);
    for (let times = 0; times < questions; times += 1) {
      mouth.send(question, serverPort, '255.255.255.255');
      await sleep(pause);
    }
  } finally {
    ear.close();
    mouth.close();
  }
  return [...heard.values()];
}

async function bind(socket: Socket, address: string): Promise<void> {
  socket.bind(clientPort, address);
  await once(socket, 'listening');
  // From now on an error is a lost packet, and the next question may get through.
  socket.on('error', () => {});
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EACCES') {
    return 'Asking needs the port 68, which only root may open. Start the worker as root, or allow it: sudo sysctl net.ipv4.ip_unprivileged_port_start=67';
  }
  if (code === 'EADDRINUSE') {
    return "The port 68 is held by this machine's own DHCP client, so nobody could be asked.";
  }
  return reasonOf(error);
}
