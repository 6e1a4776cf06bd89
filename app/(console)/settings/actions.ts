'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { createInvitation, deleteInvitation } from '@/lib/auth/invitations/mutations';
import {
  invitationInput,
  passwordInput,
  roleField,
  teamInput,
  tokenInput,
} from '@/lib/auth/schema';
import { changeMember, createTeam, removeMember } from '@/lib/auth/teams/mutations';
import { createToken, revokeToken } from '@/lib/auth/tokens/mutations';
import { changeOwnPassword } from '@/lib/auth/users/mutations';
import { changeRetention } from '@/lib/builds/retention/mutations';
import { retentionChange } from '@/lib/builds/retention/schema';
import { cancelSourceUpdate, requestSourceUpdate } from '@/lib/builds/sources/mutations';
import { createSshKey, deleteSshKey } from '@/lib/hosts/ssh-keys/mutations';
import { newSshKey } from '@/lib/hosts/ssh-keys/schema';
import { deleteSecret, putSecret } from '@/lib/scripts/secrets/mutations';
import { secretName, secretValue } from '@/lib/scripts/secrets/schema';

const byId = z.object({ id: z.uuid() });
const member = z.object({ teamId: z.uuid(), userId: z.uuid() });

export const inviteAction = action({
  permission: 'administer',
  input: invitationInput,
  handler: ({ actor, input }) => createInvitation({ actor, ...input }),
});

export const withdrawInvitationAction = action({
  permission: 'administer',
  input: byId,
  handler: ({ actor, input }) => deleteInvitation({ actor, id: input.id }),
});

export const changeRoleAction = action({
  permission: 'administer',
  input: member.extend({ role: roleField }),
  handler: ({ actor, input }) =>
    changeMember({ actor, id: input.teamId, userId: input.userId, role: input.role }),
});

export const removeMemberAction = action({
  permission: 'administer',
  input: member,
  handler: ({ actor, input }) => removeMember({ actor, id: input.teamId, userId: input.userId }),
});

export const createTokenAction = action({
  permission: 'administer',
  input: tokenInput,
  handler: ({ actor, input }) => createToken({ actor, ...input }),
});

export const revokeTokenAction = action({
  permission: 'administer',
  input: byId,
  handler: ({ actor, input }) => revokeToken({ actor, id: input.id }),
});

export const createTeamAction = action({
  permission: 'installation:administer',
  input: teamInput,
  handler: ({ actor, input }) => createTeam({ actor, name: input.name }),
});

export const createSshKeyAction = action({
  permission: 'write',
  input: newSshKey,
  handler: ({ actor, input }) => createSshKey({ actor, input }),
});

export const deleteSshKeyAction = action({
  permission: 'write',
  input: byId,
  handler: ({ actor, input }) => deleteSshKey({ actor, id: input.id }),
});

export const putSecretAction = action({
  permission: 'write',
  input: z.object({ name: secretName, value: secretValue }),
  handler: ({ actor, input }) => putSecret({ actor, ...input }),
});

export const deleteSecretAction = action({
  permission: 'write',
  input: z.object({ name: secretName }),
  handler: ({ actor, input }) => deleteSecret({ actor, ...input }),
});

export const changePasswordAction = action({
  permission: 'read',
  input: passwordInput,
  handler: ({ actor, input }) => changeOwnPassword({ actor, ...input }),
});

export const changeRetentionAction = action({
  permission: 'installation:operate',
  input: retentionChange,
  handler: ({ actor, input }) => changeRetention({ actor, change: input }),
});

export const updateSourceAction = action({
  permission: 'installation:operate',
  input: z.object({}),
  handler: ({ actor }) => requestSourceUpdate({ actor, name: 'ipxe' }),
});

export const cancelSourceUpdateAction = action({
  permission: 'installation:operate',
  input: z.object({}),
  handler: ({ actor }) => cancelSourceUpdate({ actor, name: 'ipxe' }),
});
