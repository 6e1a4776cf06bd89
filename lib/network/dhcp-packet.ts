/** DHCP messages (RFC 2131, options of RFC 2132), as far as asking who serves needs them. Pure. */
import type { DhcpServerHeard } from './schema';

const cookie = Buffer.from([99, 130, 83, 99]);

/** Options, by number. */
const option = {
  router: 3,
  messageType: 53,
  serverIdentifier: 54,
  parameterList: 55,
  vendorClass: 60,
  bootFile: 67,
  userClass: 77,
  end: 255,
} as const;

const discover = 1;
const offer = 2;

/**
 * A DHCPDISCOVER that asks for an answer by broadcast, as a UEFI machine
 * would. Nothing is taken by it: only a DHCPREQUEST would take a lease.
 */
export function encodeDiscover(given: { xid: number; mac: string; userClass: string }): Buffer {
  const head = Buffer.alloc(236);
  head[0] = 1; // BOOTREQUEST
  head[1] = 1; // Ethernet
  head[2] = 6;
  head.writeUInt32BE(given.xid, 4);
  head.writeUInt16BE(0x8000, 10); // the broadcast flag
  Buffer.from(given.mac.replaceAll(':', ''), 'hex').copy(head, 28);
  const options: [number, Buffer][] = [
    [option.messageType, Buffer.from([discover])],
    [option.parameterList, Buffer.from([1, 3, 6, 51, 54, 60, 66, 67])],
    // A proxy, which only names boot files, answers only whom it takes for firmware (PXE 2.1).
    [option.vendorClass, Buffer.from('PXEClient:Arch:00007:UNDI:003016')],
    [93, Buffer.from([0, 7])],
    [94, Buffer.from([1, 3, 16])],
    // RFC 3004 wants a length before each class; iPXE and dnsmasq take the bare word.
    [option.userClass, Buffer.from(given.userClass)],
  ];
  const encoded = options.flatMap(([code, value]) => [Buffer.from([code, value.length]), value]);
  const message = Buffer.concat([head, cookie, ...encoded, Buffer.from([option.end])]);
  // Some servers drop what is shorter than BOOTP's 300 bytes (RFC 951).
  return Buffer.concat([message, Buffer.alloc(Math.max(0, 300 - message.length))]);
}

/** Who offers, if the bytes are a DHCPOFFER to the question `xid`; else null. */
export function decodeOffer(given: {
  bytes: Buffer;
  xid: number;
  sender: string;
}): DhcpServerHeard | null {
  const { bytes, xid, sender } = given;
  if (bytes.length < 240 || bytes[0] !== 2 || bytes.readUInt32BE(4) !== xid) return null;
  if (!bytes.subarray(236, 240).equals(cookie)) return null;
  const options = decodeOptions(bytes.subarray(240));
  if (options.get(option.messageType)?.[0] !== offer) return null;
  const yours = address(bytes.subarray(16, 20));
  const file = options.get(option.bootFile) ?? bytes.subarray(108, 236);
  return {
    server: address(options.get(option.serverIdentifier)) ?? sender,
    offered: yours === '0.0.0.0' ? null : yours,
    bootFile: file.toString('latin1').replace(/[^\x20-\x7e].*$/s, '') || null,
    router: address(options.get(option.router)),
  };
}

function decodeOptions(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at] ?? option.end;
    if (code === option.end) break;
    if (code === 0) {
      at += 1; // padding
      continue;
    }
    const length = bytes[at + 1] ?? 0;
    if (at + 2 + length > bytes.length) break;
    found.set(code, bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

function address(bytes: Buffer | undefined): string | null {
  return bytes && bytes.length >= 4 ? [...bytes.subarray(0, 4)].join('.') : null;
}
