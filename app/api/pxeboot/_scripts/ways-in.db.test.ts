/** Every way in keeps a text byte for byte, or says why not: never another text. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptCorpus } from '@/e2e/fixtures/script-corpus';
import { makeWorld, origin, tokenOf } from '@/e2e/fixtures/world';
import { closeDatabase, db } from '@/lib/core/db';
import { readText } from '@/lib/scripts/data';
import { type ScriptKind, textLimit } from '@/lib/scripts/schema';
import { manifest } from '../../manifest';

beforeAll(makeWorld);
afterAll(closeDatabase);

const mainPath = '/api/pxeboot/mainscript';
const segments = {
  sub: 'subscripts',
  kickstart: 'kickstarts',
  pre: 'preinstallscripts',
  post: 'postinstallscripts',
} as const satisfies Partial<Record<ScriptKind, string>>;
const kinds = Object.keys(segments) as (keyof typeof segments)[];

interface Sent {
  query?: string;
  type?: string;
  body?: BodyInit;
}

type Way = (given: {
  title?: string;
  text: Uint8Array<ArrayBuffer>;
  /** What the route calls the text. */
  field?: 'text' | 'script';
}) => Sent;

/** As a client encodes bytes that it knows nothing of. */
const encoded = (bytes: Uint8Array) =>
  Array.from(bytes, (one) => `%${one.toString(16).padStart(2, '0')}`).join('');
const titled = (title: string | undefined) => (title ? `?title=${encodeURIComponent(title)}` : '');
const inForm = ({ title, text, field = 'text' }: Parameters<Way>[0]) =>
  `${title ? `title=${encodeURIComponent(title)}&` : ''}${field}=${encoded(text)}`;

const ways: Record<string, Way> = {
  'a JSON body': ({ title, text, field = 'text' }) => ({
    type: 'application/json',
    body: JSON.stringify({
      title,
      [field]: new TextDecoder('utf-8', { ignoreBOM: true }).decode(text),
    }),
  }),
  'a body of text': ({ title, text }) => ({ query: titled(title), type: 'text/plain', body: text }),
  'a body of bytes': ({ title, text }) => ({
    query: titled(title),
    type: 'application/octet-stream',
    body: text,
  }),
  'a file of a form': ({ title, text }) => {
    const body = new FormData();
    if (title) body.set('title', title);
    body.set('file', new File([text], 'script.txt', { type: 'text/plain' }));
    return { body };
  },
  'a field of a form': (given) => ({
    type: 'application/x-www-form-urlencoded',
    body: inForm(given),
  }),
  'a parameter of the address': (given) => ({ query: `?${inForm(given)}` }),
};

function send(method: 'POST' | 'PUT', kind: keyof typeof segments, sent: Sent, id?: string) {
  return sendTo(`/api/pxeboot/${segments[kind]}`, method, sent, id);
}

async function sendTo(path: string, method: 'POST' | 'PUT', sent: Sent, id?: string) {
  const module = await manifest[id ? `${path}/[id]` : path]?.();
  const handler = module?.[method] as (request: Request, context: object) => Promise<Response>;
  // The main script is its administrators' alone.
  const role = path === mainPath ? 'administrator' : 'operator';
  const headers = new Headers({ authorization: `Bearer ${tokenOf('owning', role)}` });
  if (sent.type) headers.set('content-type', sent.type);
  const url = `${origin}${path}${id ? `/${id}` : ''}${sent.query ?? ''}`;
  const request = new Request(url, { method, headers, body: sent.body });
  return handler(request, { params: Promise.resolve({ id }) });
}

/** What iPXE would stop at: it is refused with the reason, and not mended. */
const illegal = ['line ends of all kinds', 'control characters'];

/** Every line behind a mark, and none that goes on in the next. */
const commented = (text: string) =>
  text
    .split('\n')
    .map((line) => `# ${line}${line.endsWith('\\') ? '.' : ''}`)
    .join('\n');

describe.each(Object.entries(ways))('%s', (name, way) => {
  test.each(kinds)(
    'keeps the bytes of a new %s script, and of a saved one',
    async (kind) => {
      const made = new Map<string, Buffer<ArrayBuffer>>();
      for (const [title, text] of Object.entries(scriptCorpus)) {
        // The largest text is for one kind enough: percent signs make three of each byte.
        if (text.length > 10_000 && kind !== 'sub') continue;
        const bytes = Buffer.from(text);
        const answer = await send('POST', kind, way({ title: `${name}: ${title}`, text: bytes }));
        expect(answer.status, `${title}: ${await answer.clone().text()}`).toBe(201);
        made.set((await answer.json()).id, bytes);
      }
      const ids = [...made.keys()];
      for (const [at, id] of ids.entries()) {
        expect(Buffer.from((await readText({ kind, id })).text)).toEqual(made.get(id));
        // Each gets the text of the next one.
        const text = made.get(ids[(at + 1) % ids.length] ?? '') ?? Buffer.alloc(0);
        const saved = await send('PUT', kind, way({ text }), id);
        expect(saved.status).toBe(200);
        expect(Buffer.from((await readText({ kind, id })).text)).toEqual(text);
      }
    },
    60_000,
  );

  test('keeps the bytes of the main script', async () => {
    for (const [title, corpus] of Object.entries(scriptCorpus)) {
      // As comments: a main script that no machine could run is not kept at all.
      const text = Buffer.from(`#!ipxe\n${commented(corpus.slice(0, 10_000))}\nexit 1`);
      const sent = await sendTo(mainPath, 'PUT', way({ text, field: 'script' }));
      const { code, title: said } = await sent.json();
      if (illegal.includes(title)) {
        expect([title, sent.status, said]).toEqual([
          title,
          422,
          expect.stringMatching(/control character U\+\w{4} stands in this line/),
        ]);
        continue;
      }
      // Nobody publishes it here.
      expect([title, sent.status, code]).toEqual([title, 503, 'ERR_NOT_PUBLISHED']);
      const { id } = await db().script.findFirstOrThrow({ where: { kind: 'main' } });
      expect(Buffer.from((await readText({ kind: 'main', id })).text), title).toEqual(text);
    }
  });

  test.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['a byte that is no UTF-8', Buffer.from([0x61, 0xff, 0x0a]), /is not UTF-8/],
    ['an overlong form', Buffer.from([0xc0, 0x80]), /is not UTF-8/],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), /is not UTF-8/],
    ['a character that is cut off', Buffer.from('aü').subarray(0, 2), /is not UTF-8/],
    ['a NUL', Buffer.from('a\nb\0c'), /NUL character in line 2/],
    ['a byte too many', Buffer.alloc(textLimit + 1, 'x'), /1048577 bytes; the limit is 1048576/],
  ])('refuses %s with the reason, and keeps nothing', async (_what, text, reason) => {
    // JSON is text by itself: what is no UTF-8 cannot get into it (scripts.db.test.ts sends it broken).
    if (name === 'a JSON body' && reason.source.includes('UTF-8')) return;
    const answer = await send('POST', 'sub', way({ title: 'refused', text }));
    expect(answer.status).toBe(422);
    expect((await answer.json()).title).toMatch(reason);
    expect(await db().script.count({ where: { title: 'refused' } })).toBe(0);
  });
});

test('what goes with a text goes with it in every way', async () => {
  const all = 'message=why&template=true&dialect=preseed';
  const form = new FormData();
  for (const [field, value] of new URLSearchParams(`title=Form&${all}`)) form.set(field, value);
  form.set('file', new File(['x'], 'x'));
  const sent: Sent[] = [
    { query: `?title=Text&${all}`, type: 'text/plain; charset=utf-8', body: 'x' },
    { query: `?title=Address&text=x&${all}` },
    { type: 'application/x-www-form-urlencoded', body: `title=Field&text=x&${all}` },
    { body: form },
  ];
  for (const one of sent) {
    const answer = await send('POST', 'kickstart', one);
    expect(await answer.json()).toMatchObject({
      revision: 1,
      text: 'x',
      message: 'why',
      template: true,
      dialect: 'preseed',
    });
  }
});

test("a conflict is one in every way, and curl's JSON is JSON", async () => {
  const body = '{"title": "By curl", "text": "{}"}';
  const type = 'application/x-www-form-urlencoded';
  const { id, text } = await (await send('POST', 'sub', { type, body })).json();
  expect(text).toBe('{}');
  await send('PUT', 'sub', { query: '?text=two&baseRevision=1' }, id);
  const stale = await send(
    'PUT',
    'sub',
    { query: '?baseRevision=1', type: 'text/plain', body: 'x' },
    id,
  );
  expect(stale.status).toBe(409);
});

test('a text that is no file of a form is refused: its bytes would not be kept', async () => {
  const body = new FormData();
  body.set('title', 'refused');
  body.set('text', 'x');
  const answer = await send('POST', 'sub', { body });
  expect([answer.status, (await answer.json()).title]).toEqual([
    422,
    expect.stringContaining('as a file'),
  ]);
});
