import type { MediumRow } from './medium-row';

const head = ['id', 'title', 'kind', 'state', 'reason', 'bytes', 'links', 'asked by', 'made'];

/** The list as a table of words, its head first. */
export function tableRows(media: MediumRow[]): string[][] {
  return [
    head,
    ...media.map((medium) => [
      medium.id,
      medium.title,
      medium.kind,
      medium.state,
      medium.reason ?? '',
      medium.size === null ? '' : String(medium.size),
      medium.links.map(({ name }) => name).join(' '),
      medium.requestedBy,
      medium.createdAt,
    ]),
  ];
}
