/**
 * Who acts, and what each role may do. Every read and write of a domain
 * takes an Actor; the doors make it, and nothing below them asks again who
 * somebody is.
 *
 * Glossary. role: viewer, operator, administrator, within one team.
 * owning team: the first team; its administrators also govern the
 * installation (network, main script, services, teams).
 */
import { AppError } from '@/lib/core/errors';

export const roles = ['viewer', 'operator', 'administrator'] as const;
export type Role = (typeof roles)[number];

export interface Actor {
  kind: 'user' | 'token' | 'system';
  /** Of the user or the token. */
  id: string;
  /** Shown in audit and revisions: an e-mail address, or `token NAME`. */
  name: string;
  teamId: string;
  teamName: string;
  role: Role;
  /** The team is the owning team. */
  owner: boolean;
}

/** The product itself, where it acts for the installation. */
export const systemActor: Actor = {
  kind: 'system',
  id: 'system',
  name: 'provisioner',
  teamId: '00000000-0000-0000-0000-000000000000',
  teamName: 'provisioner',
  role: 'administrator',
  owner: true,
};

/**
 * What can be asked for. `read`, `write` and `administer` are about the
 * actor's own team; the `installation:` ones about what all teams share.
 */
export const permissions = {
  read: { role: 'viewer', owner: false },
  write: { role: 'operator', owner: false },
  administer: { role: 'administrator', owner: false },
  'installation:read': { role: 'viewer', owner: false },
  'installation:strangers': { role: 'viewer', owner: true },
  'installation:operate': { role: 'operator', owner: true },
  'installation:administer': { role: 'administrator', owner: true },
} as const satisfies Record<string, { role: Role; owner: boolean }>;

export type Permission = keyof typeof permissions;

/** True when the actor's role, and team where it matters, allow it. */
export function may(actor: Actor, permission: Permission): boolean {
  const needed = permissions[permission];
  if (needed.owner && !actor.owner) return false;
  return roles.indexOf(actor.role) >= roles.indexOf(needed.role);
}

/** Throws ERR_FORBIDDEN, saying what would be needed. */
export function demand(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  const needed = permissions[permission];
  const whose = needed.owner ? 'the team that owns this installation' : 'this team';
  throw new AppError({
    class: 'forbidden',
    code: 'ERR_FORBIDDEN',
    message: `This needs the role ${needed.role} in ${whose}; you are ${actor.role} in ${actor.teamName}.`,
  });
}
