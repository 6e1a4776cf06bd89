/** A user as the rest of auth sees it; the password's hash never leaves users/data.ts but by name. */
import type { Role } from '../actor';

export interface AccountMembership {
  teamId: string;
  teamName: string;
  role: Role;
  /** The team is the owning team. */
  owner: boolean;
}

export interface Account {
  id: string;
  email: string;
  name: string;
  /** Sessions that carry another number have ended. */
  tokenVersion: number;
  /** The owning team first, then by name. */
  memberships: AccountMembership[];
}
