/** Reads the roster from the store: all of it at the start, and by key when something has changed. */
import { mediaKinds } from '@/lib/builds/builder';
import { readPublication } from '@/lib/builds/publication/data';
import { db, pool } from '@/lib/core/db';
import { logger } from '@/lib/core/log';
import { gateOf, type InstallRow, planOf } from '@/lib/hosts/installs/data';
import { readLabels } from '@/lib/hosts/profiles/chosen/data';
import { rescue as rescueForm } from '@/lib/hosts/rescue/schema';
import { publicUrl } from '@/lib/network/public-url';
import { networkInterface, networkKey, networkSettings } from '@/lib/network/schema';
import { dialectOf } from '@/lib/scripts/data';
import { loadLinks, loadMedia } from '../media/data';
import type { BootEnrolment, BootHost, BootInstall } from '../view';
import type {
  ArtifactEntry,
  RosterContent,
  ScriptEntry,
  SettingsEntry,
  TextEntry,
} from './entries';

/** Keys in one query. */
const page = 1_000;

const hostColumns = {
  id: true,
  teamId: true,
  name: true,
  address: true,
  uuid: true,
  serial: true,
  arch: true,
  firmware: true,
  vendor: true,
  product: true,
  localBoot: true,
  labels: true,
  rescue: true,
  macs: { select: { mac: true }, orderBy: { position: 'asc' } },
} as const;

/** Hosts by id; all without. */
export async function loadHosts(ids?: string[]): Promise<BootHost[]> {
  const rows = await inPages(ids, (some) =>
    db().host.findMany({ where: some && { id: { in: some } }, select: hostColumns }),
  );
  return rows.map(({ macs, localBoot, labels, rescue, ...host }) => ({
    ...host,
    labels: readLabels(labels),
    rescue: rescueForm.nullable().safeParse(rescue).data ?? null,
    localBoot: localBoot === 'exit' || localBoot === 'sanboot' ? localBoot : 'auto',
    macs: macs.map(({ mac }) => mac),
  }));
}

/** The newest install of each of these hosts; of all without. */
export async function loadInstalls(hostIds?: string[]): Promise<BootInstall[]> {
  const newest = await inPages(hostIds, async (some) => {
    const { rows } = await pool().query<{ id: string }>(
      `SELECT DISTINCT ON ("hostId") id FROM "Install" ${some ? 'WHERE "hostId" = ANY($1)' : ''}
       ORDER BY "hostId", "createdAt" DESC, id DESC`,
      some ? [some] : [],
    );
    return rows;
  });
  const rows = await inPages(
    newest.map(({ id }) => id),
    (some) => db().install.findMany({ where: { id: { in: some } } }),
  );
  return rows.flatMap(installOf);
}

/** A plan that cannot be read (of an older version) must not keep the other hosts from booting. */
function installOf(row: InstallRow): BootInstall[] {
  try {
    return [{ id: row.id, hostId: row.hostId, gate: gateOf(row), plan: planOf(row) }];
  } catch (error) {
    logger('roster').error({ install: row.id, reason: String(error) }, 'an install is unreadable');
    return [];
  }
}

/** Scripts by id; all without. */
export async function loadScripts(ids?: string[]): Promise<ScriptEntry[]> {
  return inPages(ids, (some) =>
    db().script.findMany({
      where: some && { id: { in: some } },
      select: { id: true, teamId: true, kind: true, title: true, revision: true },
    }),
  );
}

/** Texts of revisions. */
export async function loadTexts(wanted: { id: string; revision: number }[]): Promise<TextEntry[]> {
  const rows = await inPages(wanted, (some) =>
    db().scriptRevision.findMany({
      where: { OR: (some ?? []).map(({ id, revision }) => ({ scriptId: id, number: revision })) },
      select: {
        scriptId: true,
        number: true,
        text: true,
        sha256: true,
        template: true,
        dialect: true,
      },
    }),
  );
  return rows.map(({ number, dialect, ...row }) => ({
    ...row,
    revision: number,
    dialect: dialectOf(dialect),
  }));
}

/** Kinds of artifact that machines fetch by their fingerprint. An image goes out by its install's token only. */
const servedKinds = ['agent', 'loaders', ...mediaKinds];

/** Artifacts by fingerprint, but those that hold a secret; all without. */
export async function loadArtifacts(fingerprints?: string[]): Promise<ArtifactEntry[]> {
  const rows = await inPages(fingerprints, (some) =>
    db().artifact.findMany({
      where: { kind: { in: servedKinds }, closed: false, fingerprint: some && { in: some } },
      select: { fingerprint: true, kind: true, files: true, main: true },
    }),
  );
  return rows.map((row) => ({ ...row, files: row.files as unknown as ArtifactEntry['files'] }));
}

/** Enrolments by id; all without. Revoked ones too: they are told when. */
export async function loadEnrolments(ids?: string[]): Promise<BootEnrolment[]> {
  const rows = await inPages(ids, (some) =>
    db().enrolment.findMany({
      where: some && { id: { in: some } },
      select: {
        id: true,
        teamId: true,
        name: true,
        expiresAt: true,
        revokedAt: true,
        team: { select: { owner: true } },
      },
    }),
  );
  return rows.map(({ team, expiresAt, revokedAt, ...row }) => ({
    ...row,
    owner: team.owner,
    expiresAt: expiresAt?.getTime() ?? null,
    revokedAt: revokedAt?.getTime() ?? null,
  }));
}

/** What is in force, and where machines reach us. */
export async function loadSettings(): Promise<SettingsEntry> {
  const [published, network, nodes] = await Promise.all([
    readPublication(),
    db().setting.findUnique({ where: { key: networkKey } }),
    db().workerNode.findMany({ orderBy: { heartbeatAt: 'desc' }, select: { interfaces: true } }),
  ]);
  const settings = networkSettings.safeParse(network?.value ?? {}).data;
  const interfaces = networkInterface.array().safeParse(nodes[0]?.interfaces).data ?? [];
  return {
    publication: published && { text: published.text, revision: published.revision },
    publicUrl: publicUrl({
      settings: settings ?? { publicUrl: null, interface: null },
      interfaces,
    }),
    domain: settings?.domain ?? null,
  };
}

/** Everything. About half a second for 10,000 hosts. */
export async function loadAll(): Promise<RosterContent> {
  const [hosts, installs, scripts, artifacts, media, links, enrolments, settings] =
    await Promise.all([
      loadHosts(),
      loadInstalls(),
      loadScripts(),
      loadArtifacts(),
      loadMedia(),
      loadLinks(),
      loadEnrolments(),
      loadSettings(),
    ]);
  const texts = await loadTexts(scripts);
  return { hosts, installs, scripts, texts, artifacts, media, links, enrolments, settings };
}

/** Postgres takes 65,535 parameters in one query, and slows down long before that. */
async function inPages<Key, Row>(
  keys: Key[] | undefined,
  read: (some?: Key[]) => Promise<Row[]>,
): Promise<Row[]> {
  if (!keys) return read();
  const rows: Row[] = [];
  for (let start = 0; start < keys.length; start += page) {
    rows.push(...(await read(keys.slice(start, start + page))));
  }
  return rows;
}
