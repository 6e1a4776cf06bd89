/**
 * What tells one machine from another besides its MACs: the UUID and serial
 * that its firmware reports. Many boards ship with placeholders; those match
 * nothing.
 */

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** UUIDs that whole series of boards share. */
const sharedUuids = new Set([
  // American Megatrends' default, in both byte orders
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '11111111-2222-3333-4444-555555555555',
  // Dell's form of a service tag that was never set
  '4c4c4544-0000-2010-8020-80c04f202020',
  'ffffffff-ffff-ffff-ffff-fffffffffff0',
]);

const sharedSerials = new Set([
  '0123456789',
  '1234567890',
  '123456789',
  '12345678',
  'chassis serial number',
  'default',
  'default string',
  'empty',
  'invalid',
  'n/a',
  'na',
  'no enclosure',
  'none',
  'not applicable',
  'not available',
  'not provided',
  'not set',
  'not settable',
  'not specified',
  'null',
  'o.e.m.',
  'oem',
  'serial',
  'serial number',
  'sn',
  'system serial number',
  'to be filled by o.e.m',
  'to be filled by o.e.m.',
  'to be filled by oem',
  'undefined',
  'unknown',
]);

/** The UUID in lower case, or null when it is malformed or a placeholder. */
export function usableUuid(text: string | null | undefined): string | null {
  const uuid = (text ?? '')
    .trim()
    .toLowerCase()
    .replace(/^\{|\}$/g, '');
  if (!uuidForm.test(uuid) || sharedUuids.has(uuid)) return null;
  return isOneCharacter(uuid.replaceAll('-', '')) ? null : uuid;
}

/**
 * The same UUID with its first three fields in the other byte order. SMBIOS
 * 2.6 made them little-endian; firmware, iPXE and Linux do not all agree.
 */
export function swappedUuid(uuid: string): string {
  const [a = '', b = '', c = '', ...rest] = uuid.split('-');
  return [swap(a), swap(b), swap(c), ...rest].join('-');
}

/** One form for both byte orders: the smaller of the two. For indexes. */
export function uuidKey(uuid: string): string {
  const other = swappedUuid(uuid);
  return uuid < other ? uuid : other;
}

/** The serial as it is compared, or null when it is a placeholder. */
export function usableSerial(text: string | null | undefined): string | null {
  const serial = (text ?? '').trim().toLowerCase();
  if (serial.length < 2 || sharedSerials.has(serial)) return null;
  return isOneCharacter(serial.replace(/[^0-9a-z]/g, '')) ? null : serial;
}

function swap(field: string): string {
  return (field.match(/../g) ?? []).reverse().join('');
}

/** True for nothing at all too: `...` is no serial. */
function isOneCharacter(text: string): boolean {
  return new Set(text).size <= 1;
}
