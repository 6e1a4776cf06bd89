/**
 * The ways in for a script: as JSON, as the text itself, as a file of a form,
 * and as parameters of the address. Whichever it is, the text is kept byte
 * for byte, or refused (docs/decisions/0066-secrets-and-ways-in.md).
 */
import { invalid } from '@/lib/core/errors';
import { bodyBytes, notUtf8, parseJson, strictText } from './body';

/** Media types that a script may come in, besides JSON. */
export const scriptMediaTypes = [
  'text/plain',
  'application/octet-stream',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
];

type Fields = Record<string, unknown>;

/**
 * Reads a body for the schema of a script; `textField` is where the text
 * goes. `limit`: of the whole body, in bytes, where it is not the usual one.
 */
export function readScriptBody(
  textField: string,
  limit?: number,
): (request: Request) => Promise<unknown> {
  return async (request) => {
    const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim();
    const inAddress = fieldsOf(new URL(request.url).search.slice(1));
    if (mediaType === 'multipart/form-data') {
      return { ...inAddress, ...(await fieldsOfForm({ request, textField, limit })) };
    }
    const bytes = await bodyBytes(request, limit);
    if (mediaType === 'text/plain' || mediaType === 'application/octet-stream') {
      return {
        ...inAddress,
        [textField]: strictText({ bytes, field: textField, what: 'The text' }),
      };
    }
    if (bytes.byteLength === 0) return Object.keys(inAddress).length > 0 ? inAddress : undefined;
    const body = strictText({ bytes, field: 'body', what: 'The body' });
    // curl calls whatever it sends a form, JSON too.
    const isForm = mediaType === 'application/x-www-form-urlencoded' && !/^\s*\{/.test(body);
    return isForm ? { ...inAddress, ...fieldsOf(body) } : parseJson(body);
  };
}

/** Fields of a query or a form. Unlike URLSearchParams it refuses what is not UTF-8, instead of mending it. */
function fieldsOf(encoded: string): Fields {
  const pairs = encoded.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      const field = decoded(name, 'body');
      return [field, typed(field, decoded(value, field))];
    }),
  );
}

function decoded(text: string, field: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw notUtf8(field, `What the field ${field} is encoded from`);
  }
}

/** Fields that are no texts, as JSON would have them. */
function typed(field: string, value: string): unknown {
  if (field === 'template' && /^(true|false)$/.test(value)) return value === 'true';
  if (field === 'baseRevision' && /^\d{1,9}$/.test(value)) return Number(value);
  return value;
}

/** Fields of a form with a file, which alone keeps its bytes on the way. */
async function fieldsOfForm(given: {
  request: Request;
  textField: string;
  limit: number | undefined;
}): Promise<Fields> {
  const { request, textField } = given;
  const bytes = await bodyBytes(request, given.limit);
  const type = request.headers.get('content-type') ?? '';
  const form = await new Response(bytes.slice(), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw invalid('body', 'The body is not a form in the format multipart/form-data.');
    });
  const fields: Fields = {};
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      if (field === textField)
        throw invalid(field, 'Send the text as a file, in the field "file".');
      fields[field] = typed(field, value);
    } else if (field === 'file') {
      const text = new Uint8Array(await value.arrayBuffer());
      fields[textField] = strictText({ bytes: text, field: 'file', what: 'The file' });
    }
  }
  return fields;
}
