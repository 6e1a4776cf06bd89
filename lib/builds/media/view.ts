/** From rows to a medium as the REST API answers it. Pure. */
import type { MediaKind } from '../builder';
import { engineFor } from '../builders/ipxe/engine';
import type { ArtifactFile, BuildState } from '../schema';
import { specSchemas } from '../specs';
import { type MediumAnswer, type MediumDetail, segmentOf } from './schema';

export interface MediumRow {
  id: string;
  kind: MediaKind;
  title: string;
  state: BuildState;
  reason: string | null;
  step: string | null;
  progress: number;
  requestedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  specHash: string;
  fingerprint: string | null;
  closed: boolean;
}

export interface MediumArtifact {
  fingerprint: string;
  files: ArtifactFile[];
  main: string | null;
  closed: boolean;
  builderVersion: number;
  inputs: { name: string; version: string }[];
}

/** `base`: where machines and people reach us, without a slash at its end. */
export function mediumView(given: {
  row: MediumRow;
  artifact: MediumArtifact | null;
  /** Names of the links to this request. */
  links: string[];
  /** Why whoever asks is given no address of the bytes; null when he is. */
  withheld: string | null;
  base: string;
}): MediumAnswer {
  const { row, links, withheld, base } = given;
  const { id, kind, specHash, closed } = row;
  const artifact = row.state === 'done' ? given.artifact : null;
  const files = artifact?.files ?? [];
  const main = artifact?.main ?? null;
  const urlOf = (name: string) =>
    closed
      ? `${base}/api/${segmentOf[kind]}/${id}?file=${encodeURIComponent(name)}`
      : `${base}/artifacts/${row.fingerprint}/${encodeURIComponent(name)}`;
  const below = (name: string) =>
    `${base}/media/${name}/${main === null ? '' : encodeURIComponent(main)}`;
  return {
    ...times(row),
    id,
    kind,
    title: row.title,
    state: row.state,
    reason: row.reason,
    step: row.step,
    progress: row.progress,
    requestedBy: row.requestedBy,
    specHash: withheld ? null : specHash,
    fingerprint: withheld ? null : row.fingerprint,
    containsBootMedium: artifact !== null,
    closed,
    withheld,
    size: artifact && files.reduce((sum, { size }) => sum + size, 0),
    main,
    files: files.map((file) => ({ ...file, url: withheld ? null : urlOf(file.name) })),
    permalink: closed || withheld ? null : below(specHash),
    links: links.map((name) => ({ name, url: below(name) })),
  };
}

/** The same with what was asked for, and what made it. */
export function mediumDetailView(
  given: Parameters<typeof mediumView>[0] & { spec: unknown },
): MediumDetail {
  const { row, artifact, spec } = given;
  return {
    ...mediumView(given),
    spec,
    engine: engineOf({ kind: row.kind, spec }),
    inputs: artifact?.inputs ?? [],
    builderVersion: artifact?.builderVersion ?? null,
  };
}

/** Null too for a spec of a version that asked otherwise. */
function engineOf({ kind, spec }: { kind: MediaKind; spec: unknown }): MediumDetail['engine'] {
  if (kind !== 'ipxe' && kind !== 'iso') return null;
  const known = specSchemas[kind].safeParse(spec);
  return known.success ? engineFor(known.data).engine : null;
}

function times({ createdAt, startedAt, endedAt }: MediumRow) {
  return {
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
